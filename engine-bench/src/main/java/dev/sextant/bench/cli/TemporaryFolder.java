package dev.sextant.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone, with all that is in it, when it is closed. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /** Makes one whose name begins so. */
    public static TemporaryFolder create(String prefix) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(prefix));
    }

    /** The same, below a folder that is there. */
    public static TemporaryFolder create(Path below, String prefix) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(below, prefix));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Removes a folder and all that is in it. */
    public static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            try {
                Files.delete(each);
            } catch (IOException left) {
                throw new UncheckedIOException("cannot remove " + each, left);
            }
        }
    }

    @Override
    public void close() throws IOException {
        remove(path);
    }
}
