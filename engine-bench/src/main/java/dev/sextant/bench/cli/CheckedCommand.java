package dev.sextant.bench.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that checks its options before it runs: what is no use is told with the usage, and nothing has begun. */
public abstract class CheckedCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** Refuses to run, with a sentence that says what the options must be. */
    protected final void require(boolean condition, String otherwise) {
        if (!condition) {
            throw refused(otherwise);
        }
    }

    /** What is thrown where the options are no use. */
    protected final ParameterException refused(String why) {
        CommandLine line = spec == null ? new CommandLine(this) : spec.commandLine();
        return new ParameterException(line, why);
    }
}
