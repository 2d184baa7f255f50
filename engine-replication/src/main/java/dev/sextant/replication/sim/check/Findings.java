package dev.sextant.replication.sim.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The anomalies found so far: a broken engine shows the same one thousands of times, so only the first few of a kind are kept. */
final class Findings {
    static final int LIMIT_PER_KIND = 10;

    private final List<Anomaly> anomalies = new ArrayList<>();
    private final Map<Anomaly.Kind, Integer> counts = new EnumMap<>(Anomaly.Kind.class);

    /** Keeps the anomaly, unless there are enough of its kind or this very sentence is among them. */
    void add(Anomaly.Kind kind, String sentence) {
        Anomaly anomaly = new Anomaly(kind, sentence);
        if (!isFull(kind) && !anomalies.contains(anomaly)) {
            counts.merge(kind, 1, Integer::sum);
            anomalies.add(anomaly);
        }
    }

    /** Whether more of this kind would not be kept. */
    boolean isFull(Anomaly.Kind kind) {
        return counts.getOrDefault(kind, 0) >= LIMIT_PER_KIND;
    }

    /** What was kept, in the order in which it was found. */
    List<Anomaly> all() {
        return List.copyOf(anomalies);
    }
}
