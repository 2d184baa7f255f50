package dev.sextant.bench.growth;

import java.time.Duration;
import java.util.List;

/**
 * How long everything takes, and which points there are.
 *
 * @param bound each bound
 * @param warmUp of each point, before the first round of any
 * @param round each round
 * @param rounds of each point
 * @param history how long one store is watched; zero for not at all
 * @param rows the numbers of rows, from the least; the first is that of the other axes, too
 * @param writers the numbers of writers
 * @param clients the numbers of clients
 * @param values the sizes of values in bytes, from the least; the first is that of the other axes, too
 */
record Pace(
        Duration bound,
        Duration warmUp,
        Duration round,
        int rounds,
        Duration history,
        List<Integer> rows,
        List<Integer> writers,
        List<Integer> clients,
        List<Integer> values) {
    /** So many clients are at work where their number is not what grows. */
    static final int CLIENTS = 4;

    /** The least number of rows. */
    static final int ROWS_LEAST = 10_000;

    private static final int TIMES = 10;
    private static final int KIB = 1 << 10;

    /** Some ten minutes, most of it on the four axes. */
    static final Pace USUAL = new Pace(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            3,
            Duration.ofSeconds(120),
            List.of(ROWS_LEAST, ROWS_LEAST * TIMES, ROWS_LEAST * TIMES * TIMES),
            List.of(1, 2, 3, 4),
            List.of(1, CLIENTS, 16, 64),
            List.of(100, KIB, 8 * KIB, 64 * KIB));

    Pace {
        rows = List.copyOf(rows);
        writers = List.copyOf(writers);
        clients = List.copyOf(clients);
        values = List.copyOf(values);
    }

    Pace withRows(List<Integer> other) {
        return new Pace(bound, warmUp, round, rounds, history, other, writers, clients, values);
    }

    Pace withHistory(Duration other) {
        return new Pace(bound, warmUp, round, rounds, other, rows, writers, clients, values);
    }

    Pace withRounds(Duration otherWarmUp, Duration otherRound, int otherRounds) {
        return new Pace(bound, otherWarmUp, otherRound, otherRounds, history, rows, writers, clients, values);
    }
}
