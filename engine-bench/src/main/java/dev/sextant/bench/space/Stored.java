package dev.sextant.bench.space;

import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentRole;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * What the files of a volume's segments take, by role.
 *
 * @param fullBytes of all full segments
 * @param tailBytes of all tails
 * @param fulls how many full segments there are
 */
record Stored(long fullBytes, long tailBytes, int fulls) {
    /** Looks at the directory of a volume. */
    static Stored in(Path volume, SegmentLayout layout) throws IOException {
        return new Stored(
                bytes(volume, layout.segments(SegmentRole.FULL)),
                bytes(volume, layout.segments(SegmentRole.TAIL)),
                layout.segments(SegmentRole.FULL).size());
    }

    private static long bytes(Path volume, List<SegmentId> segments) throws IOException {
        long sum = 0;
        for (SegmentId segment : segments) {
            sum += bytes(volume.resolve("segment-" + segment.index()));
        }
        return sum;
    }

    private static long bytes(Path folder) throws IOException {
        Sizes sizes = new Sizes();
        Files.walkFileTree(folder, sizes);
        return sizes.bytes;
    }

    /** Adds sizes up; a file that has just been removed takes nothing. */
    private static final class Sizes extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    long bytes() {
        return fullBytes + tailBytes;
    }

    /** What six segments like the full ones here would take. */
    long sixFullBytes() {
        return fullBytes / fulls * SegmentId.COUNT;
    }
}
