package dev.sextant.replication.sim.fault;

import java.util.EnumMap;
import java.util.Map;

/** How often each kind of fault bit. Not thread safe. */
public final class FaultCounts {
    private final long[] counts = new long[FaultKind.values().length];

    /** It bit once more. */
    public void bit(FaultKind kind) {
        counts[kind.ordinal()]++;
    }

    /** How often it bit. */
    public long of(FaultKind kind) {
        return counts[kind.ordinal()];
    }

    /** Adds what another world counted. */
    public void add(FaultCounts others) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += others.counts[i];
        }
    }

    /** The kinds that bit, in the order of {@link FaultKind}, and how often. */
    public Map<FaultKind, Long> bitten() {
        Map<FaultKind, Long> bitten = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            if (of(kind) > 0) {
                bitten.put(kind, of(kind));
            }
        }
        return bitten;
    }

    @Override
    public String toString() {
        return bitten().toString();
    }
}
