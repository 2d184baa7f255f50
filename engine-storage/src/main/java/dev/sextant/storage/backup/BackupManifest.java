package dev.sextant.storage.backup;

import dev.sextant.api.DirectoryVersionException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.StorageFailedException;
import dev.sextant.api.WriterId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What one backup consists of, as text whose first line is fixed for all time.
 *
 * @param number the first is 1
 * @param point what the backup holds at least: every commit that had been acknowledged when it began
 */
public record BackupManifest(UUID volume, int number, Instant created, ReadPoint point, List<BackupFile> files) {
    /** The format this code reads and writes. */
    public static final int FORMAT = 1;

    private static final Pattern FIRST_LINE = Pattern.compile("sextant-backup format ([1-9][0-9]{0,8})");
    private static final Pattern FILE = Pattern.compile("file ([0-9]+) ([0-9]+) ([0-9a-f]{8}) ([0-9a-f]{8}) (.+)");
    private static final int HEAD_LINES = 5;
    private static final int HEXADECIMAL = 16;

    public BackupManifest {
        files = List.copyOf(files);
    }

    /** What all its files have together. */
    public long sizeBytes() {
        return files.stream().mapToLong(BackupFile::sizeBytes).sum();
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder("sextant-backup format " + FORMAT + "\nvolume " + volume + "\nnumber "
                + number + "\ncreated " + created + "\npoint " + text(point) + "\n");
        for (BackupFile file : files) {
            text.append(String.format(
                    Locale.ROOT,
                    "file %d %d %08x %08x %s\n",
                    file.generation(),
                    file.sizeBytes(),
                    file.crc(),
                    file.tailCrc(),
                    file.path()));
        }
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        return text.append(String.format(Locale.ROOT, "checksum %08x\n", crc(body)))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static String text(ReadPoint point) {
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            text.append(slot == 0 ? "" : " ").append(point.upTo(writer));
            for (long seq : point.missing(writer)) {
                text.append(',').append(seq);
            }
        }
        return text.toString();
    }

    /** Throws if the bytes are of another format, or are damaged. */
    static BackupManifest decode(Path file, byte[] bytes) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        Matcher first = FIRST_LINE.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (first.matches() && !first.group(1).equals(String.valueOf(FORMAT))) {
            throw new DirectoryVersionException(file, first.group(1), String.valueOf(FORMAT));
        }
        BackupManifest found = first.matches() ? parse(lines) : null;
        if (found != null && Arrays.equals(found.encode(), bytes)) {
            return found;
        }
        throw new StorageFailedException(
                file, new IOException("the backup's list of files does not match its checksum"));
    }

    /** Null where there is no sense in it; what was misread is found by writing it again. */
    private static @Nullable BackupManifest parse(List<String> lines) {
        if (lines.size() <= HEAD_LINES) {
            return null;
        }
        try {
            List<BackupFile> files = new ArrayList<>();
            for (String line : lines.subList(HEAD_LINES, lines.size() - 1)) {
                Matcher file = FILE.matcher(line);
                if (!file.matches()) {
                    return null;
                }
                files.add(new BackupFile(
                        file.group(5),
                        Long.parseLong(file.group(1)),
                        Long.parseLong(file.group(2)),
                        Integer.parseUnsignedInt(file.group(3), HEXADECIMAL),
                        Integer.parseUnsignedInt(file.group(4), HEXADECIMAL)));
            }
            return new BackupManifest(
                    UUID.fromString(after("volume ", lines.get(1))),
                    Integer.parseInt(after("number ", lines.get(2))),
                    Instant.parse(after("created ", lines.get(3))),
                    point(after("point ", lines.get(4))),
                    files);
        } catch (IllegalArgumentException | DateTimeException damaged) {
            return null;
        }
    }

    private static String after(String label, String line) {
        return line.startsWith(label) ? line.substring(label.length()) : "";
    }

    private static ReadPoint point(String text) {
        ReadPoint point = ReadPoint.ZERO;
        String[] slots = text.split(" ", -1);
        for (int slot = 0; slot < Math.min(slots.length, WriterId.MAX_COUNT); slot++) {
            long[] numbers = Arrays.stream(slots[slot].split(",", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            point = point.with(new WriterId(slot), numbers[0], Arrays.copyOfRange(numbers, 1, numbers.length));
        }
        return point;
    }
}
