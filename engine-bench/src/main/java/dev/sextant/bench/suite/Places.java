package dev.sextant.bench.suite;

import dev.sextant.bench.cli.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a run works: a new folder below one that was asked for, or below the system's for temporary files; gone at the end. */
public final class Places {
    private Places() {}

    /** A new one. */
    public static TemporaryFolder work(@Nullable Path below) throws IOException {
        return below == null
                ? TemporaryFolder.create("sextant-bench-")
                : TemporaryFolder.create(Files.createDirectories(below), "sextant-bench-");
    }
}
