package dev.sextant.replication.sim.check;

import dev.sextant.api.ReadConsistency;
import dev.sextant.api.spi.Check;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a history of transactions that append to lists and read them, as Elle does (K. Kingsbury and P. Alvaro, VLDB 2020). A
 * list that was read tells the order of the appends, so the dependencies between transactions follow from what clients saw.
 *
 * <h2>What is forbidden</h2>
 *
 * <p>All transactions give at least parallel snapshot isolation with sessions. A. Cerone and A. Gotsman (<i>Analysing Snapshot
 * Isolation</i>, PODC 2016) show that a history is of that level if and only if transactions are consistent in themselves and no
 * cycle of session order, reads of a write (wr), overwriting (ww) and anti-dependencies (rw) has less than two anti-dependencies:
 * what a session did before, what was read and what was overwritten are all in a transaction's snapshot, with everything in
 * <i>their</i> snapshots; and a transaction cannot miss a write that is in its snapshot. Two anti-dependencies, next to each
 * other (write skew) or apart (long fork), are two snapshots that miss each other's writes, which the level allows; plain
 * snapshot isolation would forbid the second, but only one writer alone gives that.
 *
 * <p>Serializable transactions stand in the order in which they commit: what they read, too, is checked then. So no cycle of
 * them alone is allowed, sessions included, and the versions that snapshot transactions wrote in between change nothing in that.
 * If they read globally, the order of real time holds as well. A cycle that goes through a snapshot transaction is judged as
 * snapshot isolation, since nothing checks what that one missed.
 *
 * <p>An append is expected to change the list's row: of two concurrent ones, one fails. (Were it a commutative operation, two
 * transactions could both append to what they read.)
 *
 * <h2>Limits</h2>
 *
 * <p>Reads of aborted transactions, and of those that may have aborted, are not looked at. At most
 * {@value Findings#LIMIT_PER_KIND} anomalies of a kind are reported, of cycles the shortest found in each knot of transactions.
 */
public final class ListAppendChecker {
    private ListAppendChecker() {}

    /**
     * What no correct database would have shown; empty if all is well.
     *
     * @param observed in any order, except that a client's transactions that began at the same instant follow each other
     */
    public static List<Anomaly> check(List<ObservedTransaction> observed) {
        Findings findings = new Findings();
        check(observed, findings);
        return findings.all();
    }

    /**
     * As {@link #check(List)}, and also that nothing was lost.
     *
     * @param finalState a committed transaction with global reads that began when all others had ended and read every list; one
     *     that it did not read counts as empty
     */
    public static List<Anomaly> check(List<ObservedTransaction> observed, ObservedTransaction finalState) {
        Check.argument(
                finalState.consistency() == ReadConsistency.GLOBAL && finalState.outcome() == Outcome.COMMITTED,
                "the final state is read globally by a transaction that commits");
        List<ObservedTransaction> all = new ArrayList<>(observed);
        all.add(finalState);
        Findings findings = new Findings();
        check(all, findings).findLostWrites(finalState);
        return findings.all();
    }

    private static AcknowledgementCheck check(List<ObservedTransaction> observed, Findings findings) {
        History history = new History(observed);
        new ReadCheck(history, findings).run();
        AcknowledgementCheck acknowledgements = new AcknowledgementCheck(history, findings);
        acknowledgements.findLostUpdates();
        acknowledgements.findStaleReads();
        new CycleCheck(history, findings).run();
        return acknowledgements;
    }
}
