package dev.sextant.storage.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What tests do to directories behind a store's back. */
final class DirectoryFixtures {
    private DirectoryFixtures() {}

    /** Everything below and including the directory, parents first. */
    static List<Path> tree(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path root) {
        try {
            for (Path path :
                    tree(root).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies what a power loss would leave; not the locks, for to read them is to give them up. */
    static void copy(Path from, Path to) {
        try {
            for (Path path : tree(from)) {
                if (!path.endsWith(SegmentDirectory.LOCK) && !path.endsWith("LOCK")) {
                    Files.copy(path, to.resolve(from.relativize(path).toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Names, contents and times of all files, to show later that nothing was touched. Of locks no contents: a process that
     * reads a file which it has locked gives up the lock.
     */
    static Map<String, String> snapshot(Path root) {
        Map<String, String> files = new TreeMap<>();
        try {
            for (Path path : tree(root)) {
                boolean unread =
                        Files.isDirectory(path) || path.endsWith(SegmentDirectory.LOCK) || path.endsWith("LOCK");
                String content = unread ? "" : HexFormat.of().formatHex(Files.readAllBytes(path));
                files.put(root.relativize(path).toString(), Files.getLastModifiedTime(path) + " " + content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
