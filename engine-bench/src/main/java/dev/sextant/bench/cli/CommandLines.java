package dev.sextant.bench.cli;

import dev.sextant.api.SextantException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What all commands have in common: {@code --help}, where they write, and how they tell that they could not run. */
public final class CommandLines {
    private CommandLines() {}

    /** The command line of a command and its subcommands. */
    public static CommandLine of(Object command, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(command);
        addHelp(line);
        line.getSubcommands().values().forEach(CommandLines::addHelp);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        return line;
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("show this text")
                        .build());
    }

    /**
     * What the world did is told in a sentence, what is our mistake with its trace.
     *
     * @param prefix what the sentence begins with
     * @param expected what the world may do beside what the engine's exceptions tell
     * @param exitCode what the command then ends with
     */
    public static CommandLine tellingFailures(
            CommandLine line, PrintStream err, String prefix, Predicate<Exception> expected, int exitCode) {
        return line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof SextantException || expected.test(failure)) {
                err.println(prefix + failure.getMessage());
            } else {
                failure.printStackTrace(err);
            }
            return exitCode;
        });
    }
}
