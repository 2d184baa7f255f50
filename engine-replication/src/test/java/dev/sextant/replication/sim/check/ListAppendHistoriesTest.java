package dev.sextant.replication.sim.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.replication.sim.check.Anomaly.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each anomaly as a history that has just that; and histories that look odd and are allowed. */
class ListAppendHistoriesTest {
    private static void bad(Kind kind, Histories history) {
        List<Anomaly> found = ListAppendChecker.check(history.all());
        assertTrue(found.stream().anyMatch(each -> each.kind() == kind), () -> kind + " among " + found);
    }

    private static void good(Histories history) {
        assertEquals(List.of(), ListAppendChecker.check(history.all()));
    }

    private static Histories history() {
        return new Histories();
    }

    // ---- what one read tells ---------------------------------------------------------------------------------------

    @Test
    void findsATransactionThatDoesNotSeeItsOwnAppend() {
        bad(Kind.INTERNAL_INCONSISTENCY, history().ok(0, "a+1", "a="));
    }

    @Test
    void findsAReadThatCannotBeRepeated() {
        bad(Kind.UNREPEATABLE_READ, history().ok(0, "a+1").ok(1, "a=", "a=1"));
    }

    @Test
    void findsElementsThatNobodyAppended() {
        bad(Kind.GARBAGE_READ, history().ok(0, "a=7"));
    }

    @Test
    void findsElementsThatAreThereTwice() {
        bad(Kind.DUPLICATE_ELEMENT, history().ok(0, "a+1").ok(1, "a=1,1"));
    }

    @Test
    void findsReadsThatDisagreeOnTheOrder() {
        bad(
                Kind.INCOMPATIBLE_ORDER,
                history().ok(0, "a+1").ok(1, "a+2").ok(2, "a=1,2").ok(3, "a=2,1"));
    }

    @Test
    void findsEffectsOfAbortedTransactions() {
        bad(Kind.G1A, history().fail(0, "a+1").ok(1, "a=1"));
    }

    @Test
    void findsStatesInTheMiddleOfATransaction() {
        bad(Kind.G1B, history().ok(0, "a+1", "a+2").ok(1, "a=1").ok(2, "a=1,2"));
    }

    // ---- cycles ----------------------------------------------------------------------------------------------------

    @Test
    void findsWritesThatFollowEachOtherInACircle() {
        bad(
                Kind.G0,
                history()
                        .beside(0, "a+1", "b+1")
                        .beside(1, "a+2", "b+2")
                        .beside(2, "a=1,2")
                        .beside(3, "b=2,1"));
    }

    @Test
    void findsTransactionsThatReadFromEachOther() {
        bad(Kind.G1C, history().beside(0, "a+1", "b=2").beside(1, "b+2", "a=1"));
    }

    @Test
    void findsLostUpdates() {
        bad(
                Kind.LOST_UPDATE,
                history()
                        .ok(0, "a+1")
                        .beside(1, "a=1", "a+2")
                        .beside(2, "a=1", "a+3")
                        .ok(3, "a=1,2,3"));
    }

    @Test
    void findsFracturedReads() {
        bad(
                Kind.FRACTURED_READ,
                history().beside(0, "a+1", "b+1").beside(1, "a=1", "b=").ok(2, "b=1"));
    }

    @Test
    void findsASnapshotWithAHole() {
        bad(
                Kind.G_SINGLE,
                history()
                        .beside(0, "a+1")
                        .beside(1, "a=1", "b+1")
                        .beside(2, "b=1", "a=")
                        .ok(3, "a=1", "b=1"));
    }

    @Test
    void findsASessionThatGoesBackInTime() {
        bad(Kind.SESSION_VIOLATION, history().beside(0, "a+1").ok(1, "a=1").ok(1, "a="));
    }

    @Test
    void findsWriteSkewOfSerializableTransactions() {
        bad(
                Kind.G2_ITEM,
                history()
                        .serializable()
                        .beside(0, "a=", "b+1")
                        .beside(1, "b=", "a+1")
                        .ok(2, "a=1", "b=1"));
    }

    @Test
    void findsALongForkOfSerializableTransactions() {
        bad(Kind.G2_ITEM, longFork(history().serializable()));
    }

    @Test
    void findsSerializableTransactionsThatDisagreeWithTheClock() {
        bad(
                Kind.REAL_TIME_VIOLATION,
                history()
                        .global()
                        .serializable()
                        .beside(0, "a=", "b=1")
                        .ok(1, "a+1")
                        .ok(2, "b+1")
                        .ok(3, "a=1", "b=1"));
    }

    // ---- GLOBAL reads ----------------------------------------------------------------------------------------------

    @Test
    void findsGlobalReadsThatMissAnAcknowledgedCommit() {
        bad(
                Kind.STALE_GLOBAL_READ,
                history().ok(0, "a+1").global().ok(1, "a=").session().ok(2, "a=1"));
    }

    @Test
    void findsGlobalReadsThatMissACommitNobodyEverSaw() {
        bad(Kind.STALE_GLOBAL_READ, history().ok(0, "a+1").global().ok(1, "a="));
    }

    // ---- what is allowed -------------------------------------------------------------------------------------------

    @Test
    void allowsNothingAtAll() {
        good(history());
    }

    @Test
    void allowsASerialHistory() {
        good(history().ok(0, "a=", "a+1", "a=1").ok(1, "a=1", "a+2", "b+1").ok(0, "a=1,2", "b=1"));
    }

    @Test
    void allowsWriteSkewOfSnapshotTransactions() {
        good(history().beside(0, "a=", "b+1").beside(1, "b=", "a+1").ok(2, "a=1", "b=1"));
    }

    @Test
    void allowsWriteSkewWithOneSnapshotTransaction() {
        good(history()
                .beside(0, "a=", "b+1")
                .serializable()
                .beside(1, "b=", "a+1")
                .ok(2, "a=1", "b=1"));
    }

    @Test
    void allowsLongForksOfSnapshotTransactions() {
        good(longFork(history()));
    }

    private static Histories longFork(Histories history) {
        return history.beside(0, "a+1")
                .beside(1, "b+1")
                .beside(2, "a=1", "b=")
                .beside(3, "a=", "b=1")
                .ok(4, "a=1", "b=1");
    }

    @Test
    void allowsUnknownOutcomesEitherWay() {
        good(history().info(0, "a+1").info(1, "a+2").ok(2, "a=1").global().ok(3, "a=1"));
    }

    @Test
    void allowsSessionReadsToBeStale() {
        good(history().ok(0, "a+1").ok(1, "a=").ok(2, "a=1"));
    }
}
