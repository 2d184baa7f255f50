package dev.sextant.storage.backup;

import dev.sextant.api.spi.Check;
import java.util.Locale;

/**
 * A file of a backup.
 *
 * @param path where it was, below the volume's directory, with slashes
 * @param generation the number of the segment's disk it is from; 0 for a file of the volume itself
 * @param crc CRC32C of its content
 * @param tailCrc CRC32C of its end, by which an unchanged file is recognised without being read
 */
public record BackupFile(String path, long generation, long sizeBytes, int crc, int tailCrc) {
    public BackupFile {
        Check.argument(!path.startsWith("/") && !path.contains(".."), "a path is below the volume's directory");
        Check.argument(sizeBytes >= 0 && generation >= 0, "sizes and generations are not negative");
    }

    /** What it is called among the stored files: two that differ in anything have different names. */
    String storedName() {
        return String.format(Locale.ROOT, "%s.%d.%d.%08x", path.replace('/', '.'), generation, sizeBytes, crc);
    }
}
