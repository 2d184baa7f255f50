package dev.sextant.replication.sim.check;

/**
 * Something that clients saw and that no correct database lets them see.
 *
 * @param sentence what happened, to whom, for a person who has only the history
 */
public record Anomaly(Kind kind, String sentence) {
    /**
     * What kinds there are. <i>Adya</i> is A. Adya, <i>Weak Consistency</i> (PhD thesis, MIT 1999); <i>Elle</i> is K. Kingsbury
     * and P. Alvaro, <i>Elle: Inferring Isolation Anomalies from Experimental Observations</i> (VLDB 2020).
     */
    public enum Kind {
        /** Transactions overwrote each other in a circle (Adya: write cycles). */
        G0,
        /** A committed transaction read what an aborted one had written (Adya: aborted reads). */
        G1A,
        /** A transaction read what another had written before it wrote the same list again (Adya: intermediate reads). */
        G1B,
        /** Information flowed in a circle: each wrote before the next wrote, or was read by it (Adya: circular information flow). */
        G1C,
        /** Of what one transaction wrote, another saw a part and missed a part (P. Bailis et al., SIGMOD 2014; RAMP). */
        FRACTURED_READ,
        /** A transaction missed a write and yet depends on it through others: read skew (Adya: single anti-dependency cycles). */
        G_SINGLE,
        /** A transaction overwrote what it had not read, though it had read what came before (Berenson et al., SIGMOD 1995: P4). */
        LOST_UPDATE,
        /** Serializable transactions missed each other's writes in a circle, as in write skew (Adya: item anti-dependency cycles). */
        G2_ITEM,
        /** A session did not see what it had done or seen before (D. Terry et al., PDIS 1994; the "process" cycles of Elle). */
        SESSION_VIOLATION,
        /** Serializable transactions with global reads are in no order that agrees with real time (the "realtime" cycles of Elle). */
        REAL_TIME_VIOLATION,
        /** An element was there more than once though it was appended once (Elle: duplicate elements). */
        DUPLICATE_ELEMENT,
        /** Two reads of a list agree on no order of its elements: neither begins with the other (Elle: incompatible orders). */
        INCOMPATIBLE_ORDER,
        /** A transaction did not see its own appends, or saw them too early (Elle: internal inconsistency). */
        INTERNAL_INCONSISTENCY,
        /** A transaction read a list twice and somebody else's appends came or went meanwhile (Berenson et al.: P2). */
        UNREPEATABLE_READ,
        /** An element was read that nobody appended (Elle: garbage reads). */
        GARBAGE_READ,
        /** A global read missed what was acknowledged before its transaction began (M. Herlihy and J. Wing, TOPLAS 1990). */
        STALE_GLOBAL_READ,
        /** What was acknowledged is not there in the end (Elle: lost writes; durability). */
        LOST_WRITE,
        /** A counter had a value that no set of the adds that may have happened explains (as in Jepsen's counter checker). */
        COUNTER_OUT_OF_BOUNDS
    }
}
