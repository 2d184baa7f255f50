package dev.sextant.bench.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What commands have in common that tell their result as text or as JSON. */
abstract class ReportingCommand {
    @ParentCommand
    private @Nullable SextantCommand parent;

    @Option(names = "--json", description = "print one JSON object instead of text")
    private boolean json;

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
