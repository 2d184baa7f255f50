package dev.sextant.replication.runtime;

import dev.sextant.api.DirectoryVersionException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.StorageFailedException;
import dev.sextant.api.spi.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * The text by which a volume's directory is known. The first line is fixed for all time, so that every engine can tell every
 * other engine's format; the rest belongs to the format.
 *
 * @param generations for each segment, how many disks it had before the present one; kept here since it must not share the
 *     fate of the disk it counts
 */
record VolumeMarker(UUID volume, int pageSizeBytes, List<Long> generations) {
    static final int FORMAT = 1;

    private static final Pattern FIRST_LINE = Pattern.compile("sextant-volume format ([1-9][0-9]{0,8})\n");
    private static final Pattern WHOLE = Pattern.compile(FIRST_LINE.pattern()
            + "volume ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\npage-size ([0-9]{1,9})\n"
            + "generations ((?:[0-9]{1,18} ?){6})\nchecksum [0-9a-f]{8}\n");

    VolumeMarker {
        generations = List.copyOf(generations);
        Check.argument(generations.size() == SegmentId.COUNT, "there is a generation for each segment");
    }

    /** The marker of a volume that was never there before. */
    static VolumeMarker fresh(UUID volume, int pageSizeBytes) {
        return new VolumeMarker(volume, pageSizeBytes, Collections.nCopies(SegmentId.COUNT, 0L));
    }

    long generation(SegmentId segment) {
        return generations.get(segment.index());
    }

    /** This one after a segment got another disk. */
    VolumeMarker withNextGeneration(SegmentId segment) {
        List<Long> next = new ArrayList<>(generations);
        next.set(segment.index(), generation(segment) + 1);
        return new VolumeMarker(volume, pageSizeBytes, next);
    }

    byte[] encode() {
        String numbers = generations.stream().map(String::valueOf).collect(Collectors.joining(" "));
        String body = "sextant-volume format " + FORMAT + "\nvolume " + volume + "\npage-size " + pageSizeBytes
                + "\ngenerations " + numbers + "\n";
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return (body + "checksum " + String.format(Locale.ROOT, "%08x", crc.getValue()) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Throws if the text is not a marker, is of another format, or is damaged. */
    static VolumeMarker decode(Path directory, byte[] marker) {
        String text = new String(marker, StandardCharsets.ISO_8859_1);
        Matcher firstLine = FIRST_LINE.matcher(text);
        if (!firstLine.lookingAt()) {
            throw new ForeignDirectoryException(directory, "its marker file does not begin as one");
        }
        String format = firstLine.group(1);
        if (!format.equals(String.valueOf(FORMAT))) {
            throw new DirectoryVersionException(directory, format, String.valueOf(FORMAT));
        }
        Matcher whole = WHOLE.matcher(text);
        if (whole.matches()) {
            List<Long> generations = Arrays.stream(whole.group(4).strip().split(" ", -1))
                    .map(Long::valueOf)
                    .toList();
            if (generations.size() == SegmentId.COUNT) {
                VolumeMarker found = new VolumeMarker(
                        UUID.fromString(whole.group(2)), Integer.parseInt(whole.group(3)), generations);
                if (Arrays.equals(found.encode(), marker)) {
                    return found;
                }
            }
        }
        throw new StorageFailedException(
                directory, new IOException("the volume's marker file does not match its checksum"));
    }
}
