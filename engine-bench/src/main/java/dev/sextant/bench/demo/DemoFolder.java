package dev.sextant.bench.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The folder of a demonstration: the volume, and beside it, in no hand of the engine's, the acknowledgement file. */
final class DemoFolder implements AutoCloseable {
    private final Path path;
    private final boolean temporary;

    private DemoFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** A folder that is kept; created if it is absent. */
    static DemoFolder at(Path path) {
        try {
            return new DemoFolder(Files.createDirectories(path), false);
        } catch (IOException e) {
            throw new DemoException(
                    "The folder " + path + " cannot be made (" + e + "). Nothing was begun. Give another --dir.", e);
        }
    }

    /** A new folder that goes away in the end. */
    static DemoFolder temporary() {
        try {
            return new DemoFolder(Files.createTempDirectory("sextant-demo-"), true);
        } catch (IOException e) {
            throw new DemoException(
                    "A temporary folder cannot be made (" + e + "). Nothing was begun. Give a --dir.", e);
        }
    }

    Path path() {
        return path;
    }

    /** Where the cluster keeps its volume. */
    Path volume() {
        return path.resolve("volume");
    }

    /** Where the demonstration writes down what it was told. */
    Path acknowledgements() {
        return path.resolve("acknowledged.log");
    }

    /** Removes it if it is temporary. */
    @Override
    public void close() {
        if (temporary) {
            removeTree(path);
        }
    }

    /** Removes a folder and all that is in it. */
    static void removeTree(Path root) {
        try {
            Files.walkFileTree(root, new Remover());
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("somebody else removes " + root + ", too", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
