package dev.sextant.bench.suite;

import dev.sextant.api.WriterId;
import dev.sextant.bench.economics.Contest;
import dev.sextant.bench.economics.ContestRun;
import dev.sextant.bench.economics.Outcome;
import dev.sextant.bench.report.Curve;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * The sharing curve and hot sets in virtual time, each against one writer, as {@code ./dev bench economics} measures them. For one thread;
 * contests run side by side on all processors, which changes nothing in them.
 */
final class SharingStudy {
    private static final int WRITERS = WriterId.MAX_COUNT;
    private static final int CLIENTS_A_WRITER = 8;
    private static final int ALL = 100;
    private static final long SEED = 1;
    private static final double P999 = 99.9;
    private static final double MICROS_A_MILLI = 1_000;

    private final Duration distance;
    private final Duration counted;
    private final PrintStream out;
    private final List<Point> percents = new ArrayList<>();
    private final List<Point> hotSets = new ArrayList<>();

    /** What came of all writers, at some percent or number of pages, and of the one they are compared with. */
    private record Point(int at, Outcome together, Outcome alone) {
        double ratio() {
            return together.commitsASecond() / alone.commitsASecond();
        }

        double latencyMillis() {
            return together.latencyMicros().getValueAtPercentile(P999) / MICROS_A_MILLI;
        }

        double attempts() {
            return together.attemptsP999();
        }
    }

    /** A point that is being measured. */
    private record Running(int at, Future<Outcome> together, Future<Outcome> alone) {
        Point point() throws InterruptedException, ExecutionException, IOException {
            Point point = new Point(at, together.get(), alone.get());
            if (!point.together().exact() || !point.alone().exact()) {
                throw new IOException("in the simulator, the rows do not hold what was committed, at " + at);
            }
            return point;
        }
    }

    /**
     * A study.
     *
     * @param distance there and back between zones
     * @param counted of each contest, in virtual time
     * @param out who is told as it goes on
     */
    SharingStudy(Duration distance, Duration counted, PrintStream out) {
        this.distance = distance;
        this.counted = counted;
        this.out = out;
    }

    /** Runs all contests: so many percent on so many shared pages, and all transactions on so many hot ones. */
    void run(List<Integer> shared, int pages, List<Integer> hot)
            throws InterruptedException, ExecutionException, IOException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            Future<Outcome> one = threads.submit(() -> ContestRun.run(contest(1, CLIENTS_A_WRITER, 0, pages)));
            List<Running> running = new ArrayList<>();
            for (int percent : shared) {
                Contest all = contest(WRITERS, CLIENTS_A_WRITER, percent, pages);
                running.add(new Running(percent, threads.submit(() -> ContestRun.run(all)), one));
            }
            List<Running> contested = new ArrayList<>();
            for (int set : hot) {
                Contest all = contest(WRITERS, CLIENTS_A_WRITER, ALL, set);
                Contest alone = contest(1, WRITERS * CLIENTS_A_WRITER, ALL, set);
                contested.add(new Running(
                        set, threads.submit(() -> ContestRun.run(all)), threads.submit(() -> ContestRun.run(alone))));
            }
            for (Running each : running) {
                percents.add(told(each.at() + " % on " + pages + " shared pages", each.point()));
            }
            for (Running each : contested) {
                hotSets.add(told("all on " + each.at() + " pages", each.point()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Contest contest(int writers, int clients, int percent, int pages) {
        String name = writers + " writers, " + percent + " % on " + pages + " pages";
        Duration warmUp = counted.dividedBy(4);
        return new Contest(
                name, writers, clients, percent, pages, Contest.Work.UPDATES, distance, warmUp, counted, SEED);
    }

    private Point told(String what, Point point) {
        out.printf(
                Locale.ROOT,
                "  %-26s %9.0f/s, one writer %9.0f/s: %.2f times  p99.9 %.1f ms, %d attempts%n",
                what,
                point.together().commitsASecond(),
                point.alone().commitsASecond(),
                point.ratio(),
                point.latencyMillis(),
                point.together().attemptsP999());
        return point;
    }

    OptionalDouble atPercent(int percent) {
        return ratio(percents, percent);
    }

    OptionalDouble atHotPages(int pages) {
        return ratio(hotSets, pages);
    }

    private static OptionalDouble ratio(List<Point> points, int at) {
        return points.stream()
                .filter(point -> point.at() == at)
                .mapToDouble(Point::ratio)
                .findFirst();
    }

    List<Curve> curves() {
        String how =
                "In the simulator, in virtual time, where links and disks take time and processors none: " + WRITERS
                        + " writers with " + CLIENTS_A_WRITER + " clients each, " + distance.toNanos() / 1e6
                        + " ms there and back between zones, four row updates a transaction, "
                        + counted.toMillis() + " ms counted. ";
        String against = "Against one writer with " + CLIENTS_A_WRITER + " clients and nothing shared.";
        String all = "All transactions on so many pages, against one writer with all the clients.";
        List<Curve> curves = new ArrayList<>();
        String percent = "% of transactions on shared pages";
        curves.add(curve("What sharing costs", how + against, percent, "times one writer", percents, Point::ratio));
        curves.add(curve("Latency, p99.9, when shared", how, percent, "ms", percents, Point::latencyMillis));
        curves.add(curve("Attempts, p99.9, when shared", how, percent, "proposals", percents, Point::attempts));
        curves.add(curve("Hot sets", how + all, "hot pages", "times one writer", hotSets, Point::ratio));
        return curves;
    }

    private static Curve curve(
            String title,
            String description,
            String x,
            String y,
            List<Point> points,
            ToDoubleFunction<? super Point> figure) {
        List<Curve.Point> line = points.stream()
                .map(point -> new Curve.Point(point.at(), figure.applyAsDouble(point)))
                .toList();
        return new Curve(title, description, x, y, List.of(new Curve.Series(WRITERS + " writers", line)));
    }
}
