package dev.sextant.bench.report;

import java.util.List;

/**
 * How the clients of other writers fared when one was killed.
 *
 * @param description what was done
 * @param healthyMillis 99.9 of 100 gaps between their commits were at most so long before
 * @param gapsMillis the longest gap after each kill
 * @param aroundMicros when they committed around the first kill, in microseconds from it
 */
public record Failure(String description, double healthyMillis, List<Double> gapsMillis, List<Long> aroundMicros) {
    public Failure {
        gapsMillis = List.copyOf(gapsMillis);
        aroundMicros = List.copyOf(aroundMicros);
    }

    /** The longest gap after any kill over what is usual. */
    public double ratio() {
        return gapsMillis.stream().mapToDouble(Double::doubleValue).max().orElse(0) / healthyMillis;
    }
}
