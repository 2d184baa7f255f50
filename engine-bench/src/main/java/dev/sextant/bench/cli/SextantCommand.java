package dev.sextant.bench.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above all commands. */
@Command(
        name = "./dev sextant",
        usageHelpWidth = 110,
        description = {
            "Looks at volumes that no cluster has open, without changing a byte (verify, inspect), backs them up (backup), makes new ones of backups (restore), decides what they cannot decide by themselves (repair), and runs one process of a cluster (node).",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if all is well, 1 if damage was found, 2 if the arguments are no use or the directory cannot be opened.",
            "Results go to standard output, progress to standard error."
        },
        subcommands = {
            VerifyCommand.class,
            InspectCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            RepairCommand.class,
            NodeCommand.class
        })
public final class SextantCommand implements Runnable {
    /** All is well. */
    static final int SOUND = 0;

    /** Damage was found. */
    static final int DAMAGED = 1;

    /** The arguments are no use, or the directory cannot be opened. */
    static final int UNUSABLE = 2;

    @Spec
    private @Nullable CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;

    SextantCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs what the arguments ask for; returns the exit code. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new SextantCommand(out, err), out, err);
        return CommandLines.tellingFailures(line, err, "", failure -> false, UNUSABLE)
                .execute(arguments);
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("the command line fills in its description");
        }
        throw new ParameterException(
                spec.commandLine(), "say what to do: verify, inspect, backup, restore, repair or node");
    }
}
