package dev.sextant.bench.space;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Adds up how large files are that come and go meanwhile; one that has just been removed takes nothing. */
public final class FileSizes extends SimpleFileVisitor<Path> {
    private long bytes;

    private FileSizes() {}

    /** The bytes of all files in a folder and the folders in it. */
    public static long below(Path folder) throws IOException {
        FileSizes sizes = new FileSizes();
        Files.walkFileTree(folder, sizes);
        return sizes.bytes;
    }

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
