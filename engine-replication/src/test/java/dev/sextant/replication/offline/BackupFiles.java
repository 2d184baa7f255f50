package dev.sextant.replication.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files of backups, to do them harm. */
final class BackupFiles {
    private BackupFiles() {}

    /** Damages one file after the other, each alone, and has somebody look each time. */
    static void damageEach(Path backups, Consumer<Path> look) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(backups.resolve("files"))) {
            files = all.filter(file -> file.toFile().length() > 0).sorted().toList();
        }
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            byte[] damaged = whole.clone();
            damaged[damaged.length / 2] ^= 2;
            Files.write(file, damaged);
            look.accept(file);
            Files.write(file, whole);
        }
    }
}
