package dev.sextant.bench.processes;

import dev.sextant.api.config.ClusterMode;
import dev.sextant.bench.cli.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Kills a process with a writer again and again, under load, and measures for how long the clients of the others went without a commit.
 *
 * @param kills how often
 * @param clients of each process
 * @param healthySeconds without a kill, before and for comparison
 * @param deadSeconds before the process that was killed is started again
 * @param out who is told of each kill
 */
public record Failover(int kills, int clients, int healthySeconds, int deadSeconds, PrintStream out) {
    private static final int PROCESSES = 3;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double P999 = 99.9;

    /**
     * What came of it.
     *
     * @param gapsMillis the longest of each kill
     * @param healthyMillis 99.9 of 100 gaps were at most so long before
     * @param around when the others committed around the first kill, in microseconds from it
     * @param lost commits that were acknowledged and are not there
     * @param unknown commits whose outcome their clients were never told
     * @param isRight whether all that clients were told holds
     */
    public record Measured(
            List<Double> gapsMillis,
            double healthyMillis,
            List<Long> around,
            long lost,
            long unknown,
            boolean isRight) {
        public Measured {
            gapsMillis = List.copyOf(gapsMillis);
            around = List.copyOf(around);
        }

        double median() {
            return gapsMillis.stream().sorted().toList().get(gapsMillis.size() / 2);
        }

        double longest() {
            return gapsMillis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        }
    }

    /** Does it, in three processes of their own. */
    public Measured measure(ClusterMode mode) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create("sextant-failover-");
                Fleet fleet = new Fleet(folder.path(), PROCESSES, mode, new ProxyNetwork(PROCESSES))) {
            fleet.start(fleet.writers());
            fleet.member(0).ask("bank", "bank");
            for (int index : fleet.writers()) {
                fleet.load(index, clients);
            }
            TimeUnit.SECONDS.sleep(healthySeconds);
            long from = Notes.nowMicros();
            TimeUnit.SECONDS.sleep(healthySeconds);
            Histogram usual = Gap.micros(fleet, fleet.writers(), new Gap.Window(from, Notes.nowMicros()));
            List<Double> gaps = new ArrayList<>();
            List<Long> around = new ArrayList<>();
            for (int kill = 0; kill < kills; kill++) {
                gaps.add(kill(fleet, mode, kill, around));
            }
            Outcome outcome = fleet.end();
            double healthy = usual.getValueAtPercentile(P999) / MICROS_PER_MILLI;
            return new Measured(gaps, healthy, around, outcome.lost(), outcome.unknown(), outcome.isRight());
        }
    }

    /** Kills a writer; returns for how long the others did not commit, in milliseconds. */
    private double kill(Fleet fleet, ClusterMode mode, int kill, List<Long> around)
            throws IOException, InterruptedException {
        int victim = mode == ClusterMode.SINGLE_MASTER ? master(fleet) : kill % PROCESSES;
        List<Integer> others = Hardship.others(fleet, List.of(victim));
        long from = Notes.nowMicros();
        fleet.member(victim).kill();
        TimeUnit.SECONDS.sleep(deadSeconds);
        Gap.Window window = new Gap.Window(from, Notes.nowMicros());
        if (kill == 0) {
            around.addAll(FailoverPlot.around(fleet, others, window));
        }
        double gap = Gap.micros(fleet, others, window).getMaxValue() / MICROS_PER_MILLI;
        out.printf(
                Locale.ROOT,
                "%-14s process %s killed: the others went without a commit for %.1f ms%n",
                mode.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                Fleet.name(victim),
                gap);
        fleet.start(List.of(victim));
        fleet.load(victim, clients);
        TimeUnit.SECONDS.sleep(2);
        return gap;
    }

    private static int master(Fleet fleet) throws IOException, InterruptedException {
        while (true) {
            for (int index : fleet.writers()) {
                if (fleet.member(index).ask("writer", "writer").equals("writer OPEN")) {
                    return index;
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
