package dev.sextant.storage.volume;

import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.StorageFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which disks a volume of several processes was made with. Each process keeps it, so that any of them can tell one whose directory is
 * empty whether that has been so from the beginning, or has lost a disk since.
 *
 * @param nonces for each segment the number that its process had drawn when the volume was made; a process draws a new one each time
 *     it starts
 */
public record Founders(UUID volume, SortedMap<SegmentId, Long> nonces) {
    static final String FILE = "SEXTANT.founders";

    private static final Pattern WHOLE = Pattern.compile(
            "sextant-founders format 1\nvolume ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\n((?:[0-5] -?[0-9]{1,19}\n){6})checksum [0-9a-f]{8}\n");

    public Founders {
        nonces = Collections.unmodifiableSortedMap(new TreeMap<>(nonces));
        if (nonces.size() != SegmentId.COUNT) {
            throw new IllegalArgumentException("every segment has a founder");
        }
    }

    /** Whether a segment's process has drawn this number, and so is there since the volume was made. */
    public boolean has(SegmentId segment, long nonce) {
        Long drawn = nonces.get(segment);
        return drawn != null && drawn == nonce;
    }

    byte[] encode() {
        StringBuilder body = new StringBuilder("sextant-founders format 1\nvolume " + volume + "\n");
        nonces.forEach((segment, nonce) ->
                body.append(segment.index()).append(' ').append(nonce).append('\n'));
        CRC32C crc = new CRC32C();
        crc.update(body.toString().getBytes(StandardCharsets.US_ASCII));
        body.append("checksum ")
                .append(String.format(Locale.ROOT, "%08x", crc.getValue()))
                .append('\n');
        return body.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static Founders decode(Path directory, byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        Founders found = decode(text);
        if (found != null && Arrays.equals(found.encode(), file)) {
            return found;
        }
        if (!text.startsWith("sextant-founders")) {
            throw new ForeignDirectoryException(directory, "its file " + FILE + " does not begin as one");
        }
        throw new StorageFailedException(
                directory, new IOException("the file " + FILE + " does not match its checksum"));
    }

    private static @Nullable Founders decode(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            return null;
        }
        SortedMap<SegmentId, Long> nonces = new TreeMap<>();
        try {
            for (String line : whole.group(2).strip().split("\n", -1)) {
                nonces.put(new SegmentId(line.charAt(0) - '0'), Long.parseLong(line.substring(2)));
            }
        } catch (NumberFormatException tooLarge) {
            return null;
        }
        return nonces.size() == SegmentId.COUNT ? new Founders(UUID.fromString(whole.group(1)), nonces) : null;
    }
}
