package dev.sextant.api.config;

/**
 * Which parts of the rule for ties between writers are at work. They decide what sharing pages costs, never whether a result is
 * right. Switch one off only to measure what it is good for: without {@code hold} throughput under contention falls by an order
 * of magnitude, without {@code reservations} a writer can starve.
 *
 * @param hold whether a writer that lost a page waits for the news of it, or two round trips, before it proposes on it again
 * @param reservations whether a transaction that lost three times keeps younger ones of other writers off its pages for a while
 */
public record TieRule(boolean hold, boolean reservations) {
    /** Both parts at work. */
    public static final TieRule DEFAULT = new TieRule(true, true);
}
