package dev.sextant.bench.economics;

import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the contests. */
@Command(
        name = "./dev bench economics",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Runs four writers with clients that change shared rows, as often as from never to always and on as many as a"
                    + " thousand pages or one, in virtual time: the production cores, links and disks that take time, and"
                    + " processors that take none. Each is compared with one writer in the same run.",
            ""
        },
        footer = {"", "Exit code: 0 if the rows hold just what was committed, 1 if not, 2 if it could not run."})
public final class EconomicsCommand extends CheckedCommand {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;
    private static final int WRITERS = 4;
    private static final int MAX_CLIENTS = 64;
    private static final int MAX_MILLIS = 60_000;
    private static final int MAX_MICROS = 100_000;
    private static final int SHARED_PAGES = 1_000;
    private static final List<Integer> PERCENTS = List.of(0, 10, 50, 100);
    private static final List<Integer> HOT_PAGES = List.of(300, 100, 30, 10, 1);
    private static final double P999 = 99.9;
    private static final double MICROS_A_MILLI = 1_000;

    @Option(names = "--clients", paramLabel = "N", description = "of each writer; default: ${DEFAULT-VALUE}")
    private int clients = 8;

    @Option(
            names = "--zones",
            paramLabel = "MICROS",
            description = "a round trip between availability zones; default: ${DEFAULT-VALUE}")
    private int roundTripMicros = 1_000;

    @Option(
            names = "--millis",
            paramLabel = "N",
            description = "for how long transactions are counted in each, in virtual time; default: ${DEFAULT-VALUE}")
    private int millis = 1_000;

    @Option(names = "--seed", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private long seed = 1;

    private final PrintStream out;

    EconomicsCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new EconomicsCommand(out), out, err);
        return CommandLines.tellingFailures(line, err, "economics: ", ExecutionException.class::isInstance, NOT_RUN)
                .execute(arguments);
    }

    /** A contest and what its useful work is compared with. */
    private record Pairing(String figure, Contest contest, Contest alone) {}

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        inRange("--clients", clients, MAX_CLIENTS);
        inRange("--zones", roundTripMicros, MAX_MICROS);
        inRange("--millis", millis, MAX_MILLIS);
        out.printf(
                Locale.ROOT,
                "%d writers with %d clients each against one writer; %.1f ms between zones and back; %,d ms counted, in"
                        + " virtual time%n",
                WRITERS,
                clients,
                roundTripMicros / MICROS_A_MILLI,
                millis);
        List<Pairing> pairings = pairings();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            return print(pairings, started(pairings, threads));
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Pairing> pairings() {
        List<Pairing> all = new ArrayList<>();
        Contest one = contest("one writer, its own rows", 1, clients, 0, SHARED_PAGES, Contest.Work.UPDATES);
        for (int percent : PERCENTS) {
            String name = percent + " % of transactions on " + SHARED_PAGES + " pages";
            all.add(new Pairing(
                    "scale4_" + percent,
                    contest(name, WRITERS, clients, percent, SHARED_PAGES, Contest.Work.UPDATES),
                    one));
        }
        for (int pages : HOT_PAGES) {
            String name = "all on " + pages + (pages == 1 ? " page" : " pages");
            all.add(against("hot" + pages, name, pages, Contest.Work.UPDATES));
        }
        all.add(against("adds", "all add to one row", 1, Contest.Work.ADDS));
        all.add(against("right_edge", "all insert at the right edge", 1, Contest.Work.RIGHT_EDGE));
        return all;
    }

    /** Against one writer with all the clients. */
    private Pairing against(String figure, String name, int pages, Contest.Work work) {
        return new Pairing(
                figure,
                contest(name, WRITERS, clients, 100, pages, work),
                contest(name + ", one writer", 1, WRITERS * clients, 100, pages, work));
    }

    private Contest contest(String name, int writers, int each, int percent, int pages, Contest.Work work) {
        return new Contest(
                name,
                writers,
                each,
                percent,
                pages,
                work,
                Duration.ofNanos(roundTripMicros * 1_000L),
                Duration.ofMillis(Math.max(1, millis / 4)),
                Duration.ofMillis(millis),
                seed);
    }

    private static List<List<Future<Outcome>>> started(List<Pairing> pairings, ExecutorService threads) {
        List<List<Future<Outcome>>> started = new ArrayList<>();
        Contest lastAlone = null;
        for (Pairing pairing : pairings) {
            // Several are compared with the same one.
            Future<Outcome> alone = pairing.alone().equals(lastAlone)
                    ? started.get(started.size() - 1).get(1)
                    : threads.submit(() -> ContestRun.run(pairing.alone()));
            lastAlone = pairing.alone();
            started.add(List.of(threads.submit(() -> ContestRun.run(pairing.contest())), alone));
        }
        return started;
    }

    private int print(List<Pairing> pairings, List<List<Future<Outcome>>> started)
            throws InterruptedException, ExecutionException {
        out.printf(
                Locale.ROOT,
                "%-34s %10s %10s %7s %9s %9s %9s %9s %9s%n",
                "",
                "commits/s",
                "one writer",
                "ratio",
                "proposals",
                "conflicts",
                "p50 ms",
                "p99.9 ms",
                "attempts");
        out.printf(
                Locale.ROOT,
                "%-34s %10s %10s %7s %9s %9s %9s %9s %9s%n",
                "",
                "",
                "",
                "",
                "a commit",
                "a commit",
                "",
                "",
                "p99.9");
        StringJoiner result = new StringJoiner(" ", "RESULT ", "");
        boolean exact = true;
        int mostAttempts = 0;
        for (int i = 0; i < pairings.size(); i++) {
            Outcome together = started.get(i).get(0).get();
            Outcome alone = started.get(i).get(1).get();
            double ratio = together.commitsASecond() / alone.commitsASecond();
            line(pairings.get(i).contest().name(), together, alone, ratio);
            result.add(String.format(Locale.ROOT, "%s=%.2f", pairings.get(i).figure(), ratio));
            exact &= together.exact() && alone.exact();
            mostAttempts = Math.max(mostAttempts, together.attemptsP999());
        }
        out.println(result.add("attempts_p999=" + mostAttempts).add("exact=" + exact));
        return exact ? RIGHT : WRONG;
    }

    private void line(String name, Outcome together, Outcome alone, double ratio) {
        double commits = Math.max(1, together.commits());
        out.printf(
                Locale.ROOT,
                "%-34s %,10.0f %,10.0f %7.2f %9.2f %9.2f %9.1f %9.1f %9d%n",
                name,
                together.commitsASecond(),
                alone.commitsASecond(),
                ratio,
                together.proposals() / commits,
                together.conflicts() / commits,
                together.latencyMicros().getValueAtPercentile(50) / MICROS_A_MILLI,
                together.latencyMicros().getValueAtPercentile(P999) / MICROS_A_MILLI,
                together.attemptsP999());
    }

    private void inRange(String option, int value, int most) {
        require(value >= 1 && value <= most, option + " is 1 to " + most + ", not " + value);
    }
}
