package dev.sextant.replication.sim.swarm;

import dev.sextant.replication.sim.fault.FaultCounts;
import dev.sextant.replication.sim.fault.FaultKind;
import java.util.Locale;
import java.util.Map;

/** What many trials add up to. Not thread safe. */
public final class SwarmSummary {
    private static final double NANOS_PER_HOUR = 3.6e12;

    private final FaultCounts faults = new FaultCounts();
    private long seeds;
    private long failed;
    private long anomalies;
    private long stuck;
    private double simulatedNanos;
    private double realNanos;
    private long events;
    private long commits;
    private long unknown;
    private long handedOver;
    private long handingOver;

    void add(TrialResult result, long tookNanos) {
        seeds++;
        failed += result.isClean() ? 0 : 1;
        anomalies += result.anomalies().size();
        stuck += result.stuck().isEmpty() ? 0 : 1;
        simulatedNanos += result.simulatedNanos();
        realNanos += tookNanos;
        events += result.events();
        commits += result.commits();
        unknown += result.unknown();
        handedOver += result.handedOver();
        handingOver += result.handedOver() > 0 ? 1 : 0;
        faults.add(result.faults());
    }

    /** How many trials there were. */
    public long seeds() {
        return seeds;
    }

    /** In how many of them something was wrong. */
    public long failed() {
        return failed;
    }

    /** Which faults bit, in all of them. */
    public FaultCounts faults() {
        return faults;
    }

    /** How many transactions committed. */
    public long commits() {
        return commits;
    }

    /** Simulated seconds in one real second of one core. */
    public double speed() {
        return realNanos == 0 ? 0 : simulatedNanos / realNanos;
    }

    /** Everything for a person: a line for each kind of fault and one for the rest. */
    public String report() {
        StringBuilder text = new StringBuilder("faults that bit, by kind:\n");
        for (Map.Entry<FaultKind, Long> fault : faults.bitten().entrySet()) {
            text.append(
                    String.format(Locale.ROOT, "  %-20s %,15d%n", fault.getKey().label(), fault.getValue()));
        }
        text.append(String.format(
                Locale.ROOT,
                "seeds %,d; simulated hours %.1f; %.0f simulated seconds a real second and core; events %,d; commits %,d; "
                        + "steps without an answer %,d; transactions handed over %,d, in %,d worlds%n",
                seeds,
                simulatedNanos / NANOS_PER_HOUR,
                speed(),
                events,
                commits,
                unknown,
                handedOver,
                handingOver));
        return text.toString();
    }

    /** The line that ends every run, for scripts. */
    public String resultLine() {
        return String.format(
                Locale.ROOT,
                "RESULT seeds=%d sim_hours=%.1f commits=%d fault_kinds=%d anomalies=%d stuck=%d",
                seeds,
                simulatedNanos / NANOS_PER_HOUR,
                commits,
                faults.bitten().size(),
                anomalies,
                stuck);
    }
}
