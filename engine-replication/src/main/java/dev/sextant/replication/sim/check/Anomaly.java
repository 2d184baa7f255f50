package dev.sextant.replication.sim.check;

/**
 * Something clients saw that they should not have.
 *
 * @param kind which anomaly it is
 * @param sentence what exactly was seen
 */
public record Anomaly(Kind kind, String sentence) {
    /**
     * The anomalies, named as by Adya ("Weak Consistency: A Generalized Theory", 1999) and by Kingsbury and Alvaro ("Elle",
     * VLDB 2020).
     */
    public enum Kind {
        /** A transaction does not see what it did itself, or reads the same twice and finds it changed. */
        INTERNAL,
        /** A list has an element that nobody appended. */
        GARBAGE,
        /** A list has an element twice. */
        DUPLICATE,
        /** Two reads of a list of which neither is a beginning of the other. */
        INCOMPATIBLE_ORDER,
        /** An effect of an aborted transaction was read. */
        G1A,
        /** A state in the middle of a transaction was read. */
        G1B,
        /** A cycle of writes that follow each other. */
        G0,
        /** A cycle of writes that follow each other and of reads of what others wrote. */
        G1C,
        /** Two transactions read the same version and both wrote the next one. */
        LOST_UPDATE,
        /** A transaction saw one effect of another and missed a second one. */
        FRACTURED_READS,
        /** A cycle with one read that missed a write: a snapshot with a hole in it. */
        G_SINGLE,
        /** A cycle of serializable transactions with two or more reads that missed a write. */
        G2_ITEM,
        /** Serializable transactions that cannot be put into an order that agrees with the clock. */
        REAL_TIME,
        /** A GLOBAL read misses a commit that was acknowledged before it began. */
        STALE_GLOBAL_READ,
        /** A commit was acknowledged and its effect is nowhere. */
        LOST_WRITE
    }

    @Override
    public String toString() {
        return kind + ": " + sentence;
    }
}
