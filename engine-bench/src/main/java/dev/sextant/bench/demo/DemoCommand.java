package dev.sextant.bench.demo;

import dev.sextant.api.ReplicaId;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.HostAddress;
import dev.sextant.api.config.TieRule;
import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the demonstration, and which of its programs the options ask for. */
@Command(
        name = "./dev demo",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Runs Sextant on real disks: loads the name of every assigned Unicode character through all writers at once,"
                    + " then moves money between accounts while a writer is killed, an availability zone is lost and both"
                    + " come back; and then looks for every single commit that was acknowledged.",
            ""
        },
        footer = {"", "Exit code: 0 if every check held, 1 if one did not, 2 if the demonstration could not run."})
public final class DemoCommand extends CheckedCommand {
    /** Every check held. */
    static final int VERIFIED = 0;

    /** A check did not hold. */
    static final int NOT_VERIFIED = 1;

    /** It could not run, or not to its end. */
    static final int NOT_RUN = 2;

    /** What {@code --break} can break. */
    enum Breakage {
        LOSE_ACKED
    }

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "how long money is moved, " + DemoSettings.MIN_SECONDS + " to " + DemoSettings.MAX_SECONDS
                    + "; default: ${DEFAULT-VALUE}")
    private int seconds = 30;

    @Option(
            names = "--dir",
            paramLabel = "PATH",
            description = "where the volume and the acknowledgement file are, kept at the end; a folder of an earlier"
                    + " run is gone on with. Default: a new temporary folder, removed at the end")
    private @Nullable Path folder;

    @Option(
            names = "--writers",
            paramLabel = "N",
            description = "how many writers, 1 to " + WriterId.MAX_COUNT + "; default: ${DEFAULT-VALUE}")
    private int writers = WriterId.MAX_COUNT;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description =
                    "how many read replicas follow them, 0 to " + ReplicaId.MAX_COUNT + "; default: ${DEFAULT-VALUE}")
    private int replicas;

    @Option(
            names = "--verify-only",
            description = "only check the volume in --dir against its acknowledgement file, as after kill -9")
    private boolean verifyOnly;

    @Option(
            names = "--starvation",
            description = "instead, contend for few pages and count how many attempts commits take, with and without"
                    + " the parts of the tie rule; --seconds is for each of the four settings")
    private boolean starvation;

    @Option(
            names = "--console",
            arity = "0..1",
            paramLabel = "HOST:PORT",
            fallbackValue = "127.0.0.1:7480",
            description = "serve the console, to watch it in a browser of this machine; if no place is given at"
                    + " http://${FALLBACK-VALUE}/")
    private @Nullable String console;

    @Option(
            names = "--break",
            paramLabel = "WHAT",
            hidden = true,
            description = "lose-acked: discard one acknowledged commit, which the checks must find")
    private @Nullable Breakage breakage;

    @Option(names = "--no-hold", hidden = true, description = "switch off the tie rule's hold")
    private boolean noHold;

    @Option(names = "--no-reservations", hidden = true, description = "switch off the tie rule's reservations")
    private boolean noReservations;

    @Option(names = "--rows", hidden = true, description = "load only so many rows, for tests")
    private int rows = Integer.MAX_VALUE;

    private final PrintStream out;

    DemoCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the program that the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new DemoCommand(out), out, err);
        line.registerConverter(Breakage.class, DemoCommand::parseBreakage);
        return CommandLines.tellingFailures(line, err, "demo: ", DemoException.class::isInstance, NOT_RUN)
                .execute(arguments);
    }

    private static Breakage parseBreakage(String text) {
        if (text.equals("lose-acked")) {
            return Breakage.LOSE_ACKED;
        }
        throw new CommandLine.TypeConversionException("can only break lose-acked, not " + text);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoSettings settings = settings();
        if (starvation) {
            new Starvation(settings, out).run();
            return VERIFIED;
        }
        try (DemoFolder place =
                settings.folder().isPresent() ? DemoFolder.at(settings.folder().get()) : DemoFolder.temporary()) {
            boolean verified = verifyOnly
                    ? new Verification(settings, place, out).run()
                    : new Demonstration(settings, place, out).run();
            return verified ? VERIFIED : NOT_VERIFIED;
        }
    }

    private DemoSettings settings() {
        require(
                seconds >= DemoSettings.MIN_SECONDS && seconds <= DemoSettings.MAX_SECONDS,
                "--seconds is " + DemoSettings.MIN_SECONDS + " to " + DemoSettings.MAX_SECONDS + ", not " + seconds);
        require(
                writers >= 1 && writers <= WriterId.MAX_COUNT,
                "--writers is 1 to " + WriterId.MAX_COUNT + ", not " + writers);
        require(
                replicas >= 0 && replicas <= ReplicaId.MAX_COUNT,
                "--replicas is 0 to " + ReplicaId.MAX_COUNT + ", not " + replicas);
        require(rows >= 1, "--rows is at least 1");
        require(!verifyOnly || folder != null, "--verify-only needs the --dir of an earlier run");
        require(!verifyOnly || breakage == null, "--verify-only breaks nothing: leave --break out");
        return new DemoSettings(
                Optional.ofNullable(folder),
                seconds,
                writers,
                replicas,
                rows,
                new TieRule(!noHold, !noReservations),
                breakage == Breakage.LOSE_ACKED,
                Optional.ofNullable(console).map(text -> HostAddress.parse("--console", text)));
    }
}
