package dev.sextant.bench.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project under examination: its production classes and its source files, all modules together. */
final class Project {
    static final String ROOT_PACKAGE = "dev.sextant";
    static final List<String> MODULES =
            List.of("engine-api", "engine-conflict", "engine-storage", "engine-replication", "engine-bench");

    private Project() {}

    /** The compiled production classes of all modules; tests are not among them. */
    static JavaClasses productionClasses() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT_PACKAGE);
    }

    /** Every file under a module's {@code src}, production and tests; generated sources live elsewhere. */
    static List<SourceFile> sourceFiles() {
        List<SourceFile> files = new ArrayList<>();
        for (String module : MODULES) {
            files.addAll(filesBelow(root(), root().resolve(module).resolve("src")));
        }
        return files;
    }

    private static List<SourceFile> filesBelow(Path root, Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .sorted()
                    .map(path -> SourceFile.read(root, path))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder that holds all modules: tests run in their module's folder, one below. */
    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder;
            if (MODULES.stream().allMatch(module -> Files.isDirectory(candidate.resolve(module)))) {
                return folder;
            }
        }
        throw new IllegalStateException("run this inside the project: no folder above has the modules " + MODULES);
    }
}
