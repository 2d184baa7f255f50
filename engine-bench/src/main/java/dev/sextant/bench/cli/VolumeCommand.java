package dev.sextant.bench.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What the commands on a volume have in common. */
abstract class VolumeCommand {
    @ParentCommand
    private @Nullable SextantCommand parent;

    @Parameters(index = "0", paramLabel = "DIR", description = "the directory of a volume that no cluster has open")
    private @Nullable Path directory;

    @Option(names = "--json", description = "print one JSON object instead of text")
    private boolean json;

    final Path directory() {
        return filled(directory);
    }

    final boolean json() {
        return json;
    }

    final PrintStream out() {
        return filled(parent).out();
    }

    final PrintStream err() {
        return filled(parent).err();
    }

    static <T> T filled(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the command line fills in what it requires");
        }
        return value;
    }
}
