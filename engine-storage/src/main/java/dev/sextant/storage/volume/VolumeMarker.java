package dev.sextant.storage.volume;

import dev.sextant.api.DirectoryVersionException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.StorageFailedException;
import dev.sextant.api.spi.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import org.jspecify.annotations.Nullable;

/**
 * The text by which a volume's directory is known. The first line is fixed for all time, so that every engine can tell every
 * other engine's format; the rest belongs to the format.
 *
 * @param created when, in whole seconds by the clock of the machine that did
 * @param layout which segments keep pages
 * @param generations for each segment, how many disks it had before the present one; kept here since it must not share the
 *     fate of the disk it counts
 */
public record VolumeMarker(
        UUID volume, Instant created, int pageSizeBytes, SegmentLayout layout, List<Long> generations) {
    /** The format this code reads and writes. */
    public static final int FORMAT = 2;

    private static final Pattern FIRST_LINE = Pattern.compile("sextant-volume format ([1-9][0-9]{0,8})\n");
    private static final Pattern WHOLE = Pattern.compile(FIRST_LINE.pattern()
            + "volume ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\ncreated ([0-9T:.Z+-]{1,40})\npage-size ([0-9]{1,9})\n"
            + "full ([0-5 ]{1,11})\ngenerations ((?:[0-9]{1,18} ?){6})\nchecksum [0-9a-f]{8}\n");

    public VolumeMarker {
        created = created.truncatedTo(ChronoUnit.SECONDS);
        generations = List.copyOf(generations);
        Check.argument(generations.size() == SegmentId.COUNT, "there is a generation for each segment");
    }

    /** The marker of a volume that was never there before. */
    static VolumeMarker fresh(UUID volume, Instant created, int pageSizeBytes, SegmentLayout layout) {
        return new VolumeMarker(volume, created, pageSizeBytes, layout, Collections.nCopies(SegmentId.COUNT, 0L));
    }

    /** The number of a segment's present disk; 0 for the one it was created with. */
    public long generation(SegmentId segment) {
        return generations.get(segment.index());
    }

    /** This one after a segment got another disk. */
    VolumeMarker withNextGeneration(SegmentId segment, long least) {
        List<Long> next = new ArrayList<>(generations);
        next.set(segment.index(), Math.max(generation(segment) + 1, least));
        return new VolumeMarker(volume, created, pageSizeBytes, layout, next);
    }

    byte[] encode() {
        String numbers = generations.stream().map(String::valueOf).collect(Collectors.joining(" "));
        String body = "sextant-volume format " + FORMAT + "\nvolume " + volume + "\ncreated " + created + "\npage-size "
                + pageSizeBytes + "\nfull " + fulls(layout) + "\ngenerations " + numbers + "\n";
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
        VolumeMarker found = whole.matches() ? decode(whole) : null;
        if (found != null && Arrays.equals(found.encode(), marker)) {
            return found;
        }
        throw new StorageFailedException(
                directory, new IOException("the volume's marker file does not match its checksum"));
    }

    /** The segments that keep pages. */
    private static String fulls(SegmentLayout layout) {
        return layout.segments(SegmentRole.FULL).stream()
                .map(segment -> String.valueOf(segment.index()))
                .collect(Collectors.joining(" "));
    }

    private static @Nullable SegmentLayout layout(String fulls) {
        for (SegmentLayout layout : SegmentLayout.values()) {
            if (fulls(layout).equals(fulls)) {
                return layout;
            }
        }
        return null;
    }

    private static @Nullable VolumeMarker decode(Matcher whole) {
        List<Long> generations = Arrays.stream(whole.group(6).strip().split(" ", -1))
                .map(Long::valueOf)
                .toList();
        SegmentLayout layout = layout(whole.group(5));
        try {
            Instant created = Instant.parse(whole.group(3));
            return layout != null && generations.size() == SegmentId.COUNT
                    ? new VolumeMarker(
                            UUID.fromString(whole.group(2)),
                            created,
                            Integer.parseInt(whole.group(4)),
                            layout,
                            generations)
                    : null;
        } catch (DateTimeException damaged) {
            return null;
        }
    }
}
