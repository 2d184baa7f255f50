package dev.sextant.bench.damage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What was done to a file.
 *
 * @param file which, below the directory of the volume
 * @param kind what
 * @param at the first byte that is not as it was
 */
record Harm(Path file, Kind kind, long at) {
    enum Kind {
        /** One bit is another. */
        FLIP,
        /** The file ends there. */
        TRUNCATION
    }

    /**
     * Damages a file of a segment, drawn at random, half of the time as likely as it is large: a bit flips, or, one time in three,
     * the file loses its end.
     */
    static Harm draw(Path volume, Path segment, RandomGenerator random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(segment)) {
            files = all.filter(
                            file -> Files.isRegularFile(file) && file.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
        Path file = random.nextBoolean() ? files.get(random.nextInt(files.size())) : byItsSize(files, random);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long at = random.nextLong(bytes.length());
            Kind kind = random.nextInt(3) == 0 ? Kind.TRUNCATION : Kind.FLIP;
            if (kind == Kind.TRUNCATION) {
                bytes.setLength(at);
            } else {
                bytes.seek(at);
                int before = bytes.read();
                bytes.seek(at);
                bytes.write(before ^ (1 << random.nextInt(Byte.SIZE)));
            }
            return new Harm(volume.relativize(file), kind, at);
        }
    }

    private static Path byItsSize(List<Path> files, RandomGenerator random) {
        long at = random.nextLong(
                files.stream().mapToLong(file -> file.toFile().length()).sum());
        for (Path file : files) {
            at -= file.toFile().length();
            if (at < 0) {
                return file;
            }
        }
        throw new AssertionError("files have a size");
    }
}
