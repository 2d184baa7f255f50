package dev.sextant.bench.lag;

import java.time.Duration;
import java.util.List;

/**
 * How fast and how long.
 *
 * @param rates commits that begin in a second, from the least; each is measured, and the last is what the closing line tells of
 * @param clients how many there are to begin them
 * @param warmUp at the last rate, before anything counts
 * @param round each
 * @param rounds of each rate; they take turns
 */
record Pace(List<Integer> rates, int clients, Duration warmUp, Duration round, int rounds) {
    /** A minute and a half. */
    static final Pace USUAL =
            new Pace(List.of(1_000, 3_000, 10_000), 64, Duration.ofSeconds(20), Duration.ofSeconds(5), 3);

    Pace {
        rates = rates.stream().sorted().distinct().toList();
    }

    int last() {
        return rates.get(rates.size() - 1);
    }
}
