package dev.sextant.bench.economics;

import java.time.Duration;

/**
 * Clients of several writers that change rows some of which they share.
 *
 * @param name as it stands in tables
 * @param writers how many there are
 * @param clients of each writer
 * @param sharedPercent how many transactions in a hundred change shared rows; the others change rows of their writer's own
 * @param sharedPages how many pages the shared rows fill
 * @param work what a transaction does
 * @param zoneRoundTrip between availability zones
 * @param warmUp before anything is counted, in virtual time
 * @param counted for how long transactions are counted, in virtual time
 * @param seed everything left to chance follows from it
 */
public record Contest(
        String name,
        int writers,
        int clients,
        int sharedPercent,
        int sharedPages,
        Work work,
        Duration zoneRoundTrip,
        Duration warmUp,
        Duration counted,
        long seed) {
    /** Rows of a page when the table was filled in the order of its keys. */
    static final int ROWS_A_PAGE = 100;
    /** Pages of each writer's own. */
    static final int OWN_PAGES = 1_000;
    /** Rows that a transaction changes. */
    static final int ROWS_A_TRANSACTION = 4;

    /** What a transaction does. */
    public enum Work {
        /** It reads and writes four rows at random. */
        UPDATES,
        /** It adds to one row, the same for all. */
        ADDS,
        /** It inserts a row behind all others. */
        RIGHT_EDGE
    }
}
