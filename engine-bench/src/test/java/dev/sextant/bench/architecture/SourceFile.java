package dev.sextant.bench.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A source file: its path from the project's root, with forward slashes, and its text. */
record SourceFile(String path, String text) {
    static SourceFile read(Path root, Path file) {
        try {
            return new SourceFile(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    boolean isJava() {
        return path.endsWith(".java");
    }

    boolean isProduction() {
        return path.contains("/src/main/");
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    String folder() {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
