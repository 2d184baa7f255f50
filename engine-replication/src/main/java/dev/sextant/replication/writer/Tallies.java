package dev.sextant.replication.writer;

/** Counts what happens at a writer, for status and metrics. */
final class Tallies {
    /** Attempts past this are counted as this many. */
    static final int MAX_ATTEMPTS_COUNTED = 256;

    long commits;
    long abandoned;
    long proposals;
    long pageConflicts;
    long rowConflicts;
    long serializationConflicts;
    long rebases;
    long indeterminate;
    long settled;
    /** Handed over to other writers. */
    long handedOver;
    /** Handed over, and not committed there. */
    long cameBack;
    /** Committed for other writers. */
    long takenOver;
    /** Committed transactions by the number of attempts they took. */
    final int[] attempts = new int[MAX_ATTEMPTS_COUNTED + 1];

    void committed(int attemptCount) {
        commits++;
        attempts[Math.min(attemptCount, MAX_ATTEMPTS_COUNTED)]++;
    }

    WriterReport.Counters counters(long cacheMisses) {
        return new WriterReport.Counters(
                commits,
                abandoned,
                proposals,
                pageConflicts,
                rowConflicts,
                serializationConflicts,
                rebases,
                indeterminate,
                settled,
                cacheMisses,
                handedOver,
                cameBack,
                takenOver);
    }
}
