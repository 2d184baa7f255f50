package dev.sextant.bench.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The production sources of the project this runs in: the folder with {@code dev} and {@code pom.xml}, here or above. */
final class Sources {
    private static final List<String> MODULES =
            List.of("engine-api", "engine-conflict", "engine-storage", "engine-replication");

    private Sources() {}

    /** The source of a top-level class. */
    static String of(String className) {
        String file = "src/main/java/" + className.replace('.', '/') + ".java";
        for (String module : MODULES) {
            Path path = root().resolve(module).resolve(file);
            if (Files.exists(path)) {
                return read(path);
            }
        }
        throw new BrokenMutantException("no module of " + MODULES + " has the class " + className);
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("dev")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("run this inside the project: no folder above has the files dev and pom.xml");
    }
}
