package dev.sextant.bench.processes;

import dev.sextant.api.SegmentId;
import dev.sextant.api.config.ClusterMode;
import dev.sextant.bench.cli.AtExit;
import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the run of several processes. */
@Command(
        name = "./dev processes",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Runs a cluster of three or six processes on this machine, with clients in each process that has a writer. Processes"
                    + " are killed, paused, cut off, lost a zone at a time and restarted one after the other; then what clients were"
                    + " told is held against what is there, and the longest gap between the commits of each process that nothing was"
                    + " done to against what is usual.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if nothing was lost and no outcome stayed unknown, 1 if it was not so, 2 if it could not run."
        })
public final class ProcessesCommand extends CheckedCommand {
    private static final long LOOK_MILLIS = 50;
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;
    private static final double P999 = 99.9;
    private static final double MICROS_PER_MILLI = 1_000;

    @Option(names = "--processes", paramLabel = "N", description = "3 or 6; default: ${DEFAULT-VALUE}")
    private int processes = 3;

    @Option(names = "--clients", paramLabel = "N", description = "clients of each writer; default: ${DEFAULT-VALUE}")
    private int clients = 4;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "before anything is measured; default: ${DEFAULT-VALUE}")
    private int warmUpSeconds = 20;

    @Option(
            names = "--healthy",
            paramLabel = "SECONDS",
            description = "without faults, to see what is usual; default: ${DEFAULT-VALUE}")
    private int healthySeconds = 20;

    @Option(
            names = "--fault",
            paramLabel = "SECONDS",
            description = "how long each fault lasts; default: ${DEFAULT-VALUE}")
    private int faultSeconds = 4;

    @Option(
            names = "--hardships",
            split = ",",
            paramLabel = "H",
            description = "only these of ${COMPLETION-CANDIDATES}; default: all")
    private Set<Hardship> hardships = EnumSet.allOf(Hardship.class);

    @Option(
            names = "--turns",
            paramLabel = "N",
            description = "how often each is done; default: once to each zone, and a restart of each process")
    private int turns;

    @Option(
            names = "--network",
            paramLabel = "N",
            description =
                    "how processes reach each other: namespaces are network namespaces of Linux, made and removed by this"
                            + " command, and need root; proxies are on the loopback; auto is namespaces where they can be made."
                            + " Default: auto")
    private NetworkChoice network = NetworkChoice.AUTO;

    private final PrintStream out;

    ProcessesCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line =
                CommandLines.of(new ProcessesCommand(out), out, err).setCaseInsensitiveEnumValuesAllowed(true);
        return CommandLines.tellingFailures(
                        line, err, "processes: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean positive = clients > 0 && faultSeconds > 0 && healthySeconds > 0;
        require(positive && (processes == 3 || processes == 6), "--processes is 3 or 6, and the others are positive");
        try (AtExit exit = AtExit.begin()) {
            TemporaryFolder folder = exit.closing(TemporaryFolder.create("sextant-processes-"));
            FleetNetwork way = network.open(processes, exit, out);
            Fleet fleet = exit.closing(new Fleet(folder.path(), processes, ClusterMode.MULTI_MASTER, way));
            return run(fleet) ? RIGHT : WRONG;
        }
    }

    private boolean run(Fleet fleet) throws IOException, InterruptedException {
        List<Integer> all = IntStream.range(0, fleet.size()).boxed().toList();
        fleet.start(all);
        out.printf("%d processes are a cluster%n", fleet.size());
        fleet.member(0).ask("bank", "bank");
        for (int index : fleet.writers()) {
            fleet.load(index, clients);
        }
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        Gap.Window healthy = window(healthySeconds);
        Histogram usual = Gap.micros(fleet, fleet.writers(), healthy);
        double usualMillis = usual.getValueAtPercentile(P999) / MICROS_PER_MILLI;
        out.printf(
                Locale.ROOT,
                "%-16s %-8s longest gap of the others %8.1f ms, p99.9 %8.1f ms%n",
                "healthy",
                "",
                usual.getMaxValue() / MICROS_PER_MILLI,
                usualMillis);
        double worst = 0;
        int faults = 0;
        for (Hardship hardship : hardships) {
            for (int turn = 0; turn < (turns > 0 ? turns : hardship.turns(fleet)); turn++) {
                double gap = endure(fleet, hardship, turn) / usualMillis;
                worst = Math.max(worst, gap);
                faults++;
            }
        }
        Outcome outcome = fleet.end();
        out.printf(
                Locale.ROOT,
                "RESULT processes=%d faults=%d commits=%d lost=%d phantom=%d unknown=%d asked_again=%d balanced=%b"
                        + " healthy_p999_ms=%.1f worst_ratio=%.2f%n",
                fleet.size(),
                faults,
                outcome.committed(),
                outcome.lost(),
                outcome.phantom(),
                outcome.unknown(),
                outcome.askedAgain(),
                outcome.balanced(),
                usualMillis,
                worst);
        return outcome.isRight();
    }

    /** Returns the longest gap of those that nothing was done to, in milliseconds. */
    private double endure(Fleet fleet, Hardship hardship, int turn) throws IOException, InterruptedException {
        List<Integer> victims = hardship.victims(fleet, turn);
        List<Integer> others = Hardship.others(fleet, victims);
        long from = Notes.nowMicros();
        hardship.begin(fleet, victims);
        TimeUnit.SECONDS.sleep(faultSeconds);
        hardship.end(fleet, victims, clients);
        awaitWhole(fleet);
        Gap.Window window = new Gap.Window(from, Notes.nowMicros());
        double longest = Gap.micros(fleet, others, window).getMaxValue() / MICROS_PER_MILLI;
        List<String> names = new ArrayList<>();
        victims.forEach(victim -> names.add(Fleet.name(victim)));
        out.printf(
                Locale.ROOT,
                "%-16s %-8s longest gap of the others %8.1f ms; all whole again after %.1f s%n",
                hardship.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                String.join("+", names),
                longest,
                (window.toMicros() - from) / MICROS_PER_MILLI / MICROS_PER_MILLI);
        return longest;
    }

    private void awaitWhole(Fleet fleet) throws IOException, InterruptedException {
        for (FleetMember member : fleet.members()) {
            // Whoever does not see all segments is apart from them still, and the next fault would be one too many.
            while (!member.ask("seen", "seen ").equals("seen " + SegmentId.COUNT)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
        TimeUnit.SECONDS.sleep(1);
    }

    private static Gap.Window window(int seconds) throws InterruptedException {
        long from = Notes.nowMicros();
        TimeUnit.SECONDS.sleep(seconds);
        return new Gap.Window(from, Notes.nowMicros());
    }
}
