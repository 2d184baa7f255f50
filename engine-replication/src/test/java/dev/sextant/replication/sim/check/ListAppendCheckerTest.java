package dev.sextant.replication.sim.check;

import static dev.sextant.replication.sim.check.Tx.history;
import static dev.sextant.replication.sim.check.Tx.tx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.replication.sim.check.Anomaly.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** For each kind of anomaly a history that shows it and nothing else, and next to it one that looks like it and is fine. */
class ListAppendCheckerTest {
    private static void finds(Kind kind, Tx... transactions) {
        judge(List.of(kind), ListAppendChecker.check(history(transactions)));
    }

    private static void finds(List<Kind> kinds, Tx... transactions) {
        judge(kinds, ListAppendChecker.check(history(transactions)));
    }

    private static void passes(Tx... transactions) {
        assertEquals(List.of(), ListAppendChecker.check(history(transactions)));
    }

    private static void judge(List<Kind> kinds, List<Anomaly> found) {
        TreeSet<Kind> expected = new TreeSet<>(kinds);
        TreeSet<Kind> actual = new TreeSet<>(found.stream().map(Anomaly::kind).toList());
        assertEquals(expected, actual, found::toString);
    }

    // ---- one read ------------------------------------------------------------------------------------------------

    @Test
    void anEmptyHistoryIsFine() {
        passes();
        assertEquals(
                List.of(),
                ListAppendChecker.check(List.of(), tx(0, 0, 1).global().observed()));
    }

    @Test
    void whatAbortedIsNotRead() {
        finds(Kind.G1A, tx(1, 0, 10).append("x", 1).aborted(), tx(2, 20, 30).read("x", 1));
        finds(
                Kind.G1A,
                tx(1, 0, 10).append("x", 1).aborted(),
                tx(2, 0, 10).append("x", 2),
                tx(3, 20, 30).read("x", 1, 2));
        passes(tx(1, 0, 10).append("x", 1).aborted(), tx(2, 20, 30).read("x"));
    }

    @Test
    void nobodyReadsHalfOfATransaction() {
        finds(
                Kind.G1B,
                tx(1, 0, 10).append("x", 1).append("x", 2),
                tx(2, 20, 30).read("x", 1));
        finds(
                List.of(Kind.G1B, Kind.FRACTURED_READ),
                tx(1, 0, 10).append("x", 1).append("x", 2),
                tx(2, 20, 30).read("x", 1),
                tx(3, 40, 50).read("x", 1, 2));
        passes(tx(1, 0, 10).append("x", 1).append("x", 2), tx(2, 20, 30).read("x", 1, 2));
        passes(tx(1, 0, 10).append("x", 1).read("x", 1).append("x", 2).read("x", 1, 2));
    }

    @Test
    void elementsAreThereOnce() {
        finds(Kind.DUPLICATE_ELEMENT, tx(1, 0, 10).append("x", 1), tx(2, 20, 30).read("x", 1, 1));
        passes(
                tx(1, 0, 10).append("x", 1).append("y", 1),
                tx(2, 20, 30).read("x", 1).read("y", 1));
    }

    @Test
    void elementsComeFromSomewhere() {
        finds(Kind.GARBAGE_READ, tx(2, 20, 30).read("x", 1));
        finds(Kind.GARBAGE_READ, tx(1, 0, 10).append("y", 1), tx(2, 20, 30).read("x", 1));
    }

    @Test
    void readsOfAListAgreeOnItsOrder() {
        Tx[] writers = {
            tx(1, 0, 10).append("x", 1),
            tx(2, 20, 30).append("x", 2),
            tx(3, 20, 30).append("x", 3)
        };
        finds(
                Kind.INCOMPATIBLE_ORDER,
                and(writers, tx(4, 40, 50).read("x", 1, 2), tx(5, 40, 50).read("x", 2, 1)));
        finds(
                Kind.INCOMPATIBLE_ORDER,
                and(writers, tx(4, 40, 50).read("x", 1, 2, 3), tx(5, 40, 50).read("x", 1, 3)));
        passes(and(writers, tx(4, 40, 50).read("x", 1, 2, 3), tx(5, 40, 50).read("x", 1)));
    }

    private static Tx[] and(Tx[] some, Tx... more) {
        Tx[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    // ---- one transaction -----------------------------------------------------------------------------------------

    @Test
    void aTransactionSeesItsOwnAppends() {
        finds(Kind.INTERNAL_INCONSISTENCY, tx(1, 0, 10).append("x", 1).read("x"));
        finds(Kind.INTERNAL_INCONSISTENCY, tx(1, 0, 10).read("x").append("x", 1).read("x"));
        finds(
                Kind.INTERNAL_INCONSISTENCY,
                tx(1, 0, 10).append("x", 1).append("x", 2).read("x", 2, 1));
        finds(
                Kind.INTERNAL_INCONSISTENCY,
                tx(1, 0, 10).append("x", 1).append("x", 2).read("x", 2));
        passes(tx(1, 0, 10)
                .read("x")
                .append("x", 1)
                .read("x", 1)
                .read("x", 1)
                .append("x", 2)
                .read("x", 1, 2));
    }

    @Test
    void aTransactionDoesNotSeeWhatItIsYetToAppend() {
        finds(Kind.INTERNAL_INCONSISTENCY, tx(1, 0, 10).read("x", 1).append("x", 1));
    }

    @Test
    void aTransactionReadsTheSameTwice() {
        Tx writer = tx(1, 0, 10).append("x", 1);
        finds(Kind.UNREPEATABLE_READ, writer, tx(2, 0, 10).read("x").read("x", 1));
        finds(Kind.UNREPEATABLE_READ, writer, tx(2, 0, 10).read("x", 1).read("x"));
        finds(
                List.of(Kind.UNREPEATABLE_READ, Kind.LOST_UPDATE),
                writer,
                tx(2, 0, 10).read("x").append("x", 2).read("x", 1, 2));
    }

    // ---- circles that every level forbids ------------------------------------------------------------------------

    @Test
    void appendsDoNotGoInACircle() {
        finds(
                Kind.G0,
                tx(1, 0, 10).append("x", 1).append("y", 1),
                tx(2, 0, 10).append("x", 2).append("y", 2),
                tx(3, 20, 30).read("x", 1, 2),
                tx(4, 20, 30).read("y", 2, 1));
        passes(
                tx(1, 0, 10).append("x", 1).append("y", 1),
                tx(2, 0, 10).append("x", 2).append("y", 2),
                tx(3, 20, 30).read("x", 1, 2),
                tx(4, 20, 30).read("y", 1, 2));
    }

    @Test
    void appendsOfOneTransactionAreNotTornApart() {
        finds(
                Kind.G0,
                tx(1, 0, 10).append("x", 1).append("x", 3),
                tx(2, 0, 10).append("x", 2),
                tx(3, 20, 30).read("x", 1, 2, 3));
    }

    @Test
    void informationDoesNotFlowInACircle() {
        finds(
                Kind.G1C,
                tx(1, 0, 10).append("x", 1).read("y", 1),
                tx(2, 0, 10).append("y", 1).read("x", 1));
        finds(
                Kind.G1C,
                tx(1, 0, 10).append("x", 1).read("y", 1),
                tx(2, 0, 10).append("x", 2).append("y", 1),
                tx(3, 20, 30).read("x", 1, 2));
        passes(tx(1, 0, 10).append("x", 1), tx(2, 20, 30).append("y", 1).read("x", 1));
    }

    @Test
    void aTransactionIsSeenAsAWhole() {
        finds(
                Kind.FRACTURED_READ,
                tx(1, 0, 10).append("x", 1).append("y", 1),
                tx(2, 0, 10).read("x", 1).read("y"));
        passes(
                tx(1, 0, 10).append("x", 1).append("y", 1),
                tx(2, 0, 10).read("x").read("y"));
    }

    @Test
    void whatWasReadByWhomOneReadsIsSeen() {
        finds(
                Kind.G_SINGLE,
                tx(1, 0, 10).append("x", 1),
                tx(2, 20, 30).read("x", 1).append("y", 1),
                tx(3, 40, 50).read("x").read("y", 1));
        passes(
                tx(1, 0, 10).append("x", 1),
                tx(2, 20, 30).read("x", 1).append("y", 1),
                tx(3, 40, 50).read("x", 1).read("y"));
    }

    @Test
    void whatWasOverwrittenByWhomOneReadsIsSeen() {
        finds(
                Kind.G_SINGLE,
                tx(1, 0, 10).append("x", 1).append("z", 1),
                tx(2, 20, 30).append("x", 2),
                tx(3, 40, 50).read("x", 1, 2).read("z"));
    }

    @Test
    void twoDoNotUpdateWhatBothRead() {
        finds(
                Kind.LOST_UPDATE,
                tx(1, 0, 10).read("x").append("x", 1),
                tx(2, 0, 10).read("x").append("x", 2),
                tx(3, 20, 30).read("x", 1, 2));
        finds(
                Kind.LOST_UPDATE,
                tx(1, 0, 10).read("x").append("x", 1),
                tx(2, 0, 10).read("x").append("x", 2),
                tx(3, 20, 30).read("x", 2));
        finds(
                Kind.LOST_UPDATE,
                tx(1, 0, 10).read("x").append("x", 1),
                tx(2, 0, 10).read("x").append("x", 2));
        passes(
                tx(1, 0, 10).read("x").append("x", 1),
                tx(2, 20, 30).read("x", 1).append("x", 2),
                tx(3, 40, 50).read("x", 1, 2));
    }

    @Test
    void nobodyAppendsBetweenAReadAndItsUpdate() {
        finds(
                Kind.LOST_UPDATE,
                tx(1, 0, 10).read("x").append("x", 2),
                tx(2, 0, 10).append("x", 1),
                tx(3, 20, 30).read("x", 1, 2));
        finds(
                Kind.LOST_UPDATE,
                tx(1, 0, 10).read("x").append("x", 3),
                tx(2, 0, 10).append("x", 1),
                tx(4, 0, 10).append("x", 2),
                tx(3, 20, 30).read("x", 1, 2, 3));
    }

    // ---- sessions ------------------------------------------------------------------------------------------------

    @Test
    void aSessionReadsItsWrites() {
        finds(Kind.SESSION_VIOLATION, tx(1, 0, 10).append("x", 1), tx(1, 20, 30).read("x"));
        passes(tx(1, 0, 10).append("x", 1), tx(2, 20, 30).read("x"));
    }

    @Test
    void aSessionDoesNotGoBack() {
        finds(
                Kind.SESSION_VIOLATION,
                tx(1, 0, 10).append("x", 1),
                tx(2, 20, 30).read("x", 1),
                tx(2, 40, 50).read("x"));
        finds(
                Kind.SESSION_VIOLATION,
                tx(1, 0, 10).append("x", 1),
                tx(2, 20, 30).read("x", 1),
                tx(2, 40, 50).append("y", 1),
                tx(3, 60, 70).read("x").read("y", 1));
    }

    @Test
    void aSessionDoesNotSeeItsFuture() {
        finds(Kind.SESSION_VIOLATION, tx(1, 0, 10).read("x", 1), tx(1, 20, 30).append("x", 1));
        finds(
                Kind.SESSION_VIOLATION,
                tx(1, 0, 10).append("x", 2),
                tx(1, 20, 30).append("x", 1),
                tx(2, 40, 50).read("x", 1, 2));
    }

    @Test
    void aSessionMayMissWhatItWasNotToldOf() {
        passes(
                tx(1, 0, 10).append("x", 1).unknown(),
                tx(1, 20, 30).read("x"),
                tx(2, 60, 70).read("x", 1));
        finds(
                Kind.SESSION_VIOLATION,
                tx(1, 0, 10).append("y", 1),
                tx(1, 20, 30).append("x", 1).unknown(),
                tx(2, 60, 70).read("x", 1).read("y"));
        finds(
                Kind.SESSION_VIOLATION,
                tx(1, 0, 10).append("y", 1),
                tx(1, 20, 30).append("x", 1).unknown(),
                tx(1, 60, 70).read("y"));
    }

    // ---- what snapshot isolation allows and serializability forbids ----------------------------------------------

    private static Tx[] writeSkew() {
        return new Tx[] {
            tx(1, 0, 10).read("x").append("y", 1), tx(2, 0, 10).read("y").append("x", 1)
        };
    }

    private static Tx[] longFork() {
        return new Tx[] {
            tx(1, 0, 10).append("x", 1),
            tx(2, 0, 10).append("y", 1),
            tx(3, 20, 30).read("x", 1).read("y"),
            tx(4, 20, 30).read("x").read("y", 1)
        };
    }

    @Test
    void writeSkewIsForSnapshots() {
        Tx reader = tx(3, 20, 30).read("x", 1).read("y", 1);
        passes(writeSkew());
        passes(and(writeSkew(), reader));
        for (int serializable = 0; serializable < 2; serializable++) {
            Tx[] mixed = writeSkew();
            mixed[serializable].serializable();
            passes(mixed);
        }
        Tx[] skew = writeSkew();
        skew[0].serializable();
        skew[1].serializable();
        finds(Kind.G2_ITEM, skew);
        finds(Kind.G2_ITEM, and(skew, reader));
    }

    @Test
    void longForksAreForSnapshots() {
        passes(longFork());
        for (int snapshot = 0; snapshot < 4; snapshot++) {
            Tx[] mixed = longFork();
            for (int i = 0; i < mixed.length; i++) {
                if (i != snapshot) {
                    mixed[i].serializable();
                }
            }
            passes(mixed);
        }
        Tx[] fork = longFork();
        for (Tx transaction : fork) {
            transaction.serializable();
        }
        finds(Kind.G2_ITEM, fork);
    }

    @Test
    void longForksBetweenSessionsAreForSnapshots() {
        passes(
                tx(1, 0, 10).append("x", 1),
                tx(1, 20, 30).read("y"),
                tx(2, 0, 10).append("y", 1),
                tx(2, 20, 30).read("x"));
        finds(
                Kind.G2_ITEM,
                tx(1, 0, 10).append("x", 1).serializable(),
                tx(1, 20, 30).read("y").serializable(),
                tx(2, 0, 10).append("y", 1).serializable(),
                tx(2, 20, 30).read("x").serializable());
    }

    @Test
    void serializableTransactionsAreInOrderAcrossTheVersionsOfOthers() {
        finds(
                Kind.G2_ITEM,
                tx(1, 0, 10).read("x").append("y", 1).serializable(),
                tx(3, 0, 5).append("x", 1),
                tx(2, 5, 10).append("x", 2).read("y").serializable(),
                tx(4, 20, 30).read("x", 1, 2).read("y", 1));
    }

    // ---- real time -----------------------------------------------------------------------------------------------

    @Test
    void serializableGlobalTransactionsAgreeWithRealTime() {
        finds(
                Kind.REAL_TIME_VIOLATION,
                tx(1, 0, 10).read("x", 1).strict(),
                tx(2, 20, 30).append("x", 1).strict());
        finds(
                Kind.REAL_TIME_VIOLATION,
                tx(1, 0, 10).append("x", 2).strict(),
                tx(2, 5, 15).append("z", 1).strict(),
                tx(3, 20, 30).append("x", 1).strict(),
                tx(4, 40, 50).read("x", 1, 2).strict());
        passes(tx(1, 0, 10).read("x", 1).strict(), tx(2, 10, 30).append("x", 1).strict());
        passes(tx(1, 0, 10).read("x", 1).strict(), tx(2, 20, 30).append("x", 1).serializable());
        passes(
                tx(1, 0, 10).read("x", 1).unknown().strict(),
                tx(2, 20, 30).append("x", 1).strict());
    }

    @Test
    void globalReadsSeeWhatWasAcknowledged() {
        Tx writer = tx(1, 0, 10).append("x", 1);
        finds(Kind.STALE_GLOBAL_READ, writer, tx(2, 11, 20).read("x").global());
        finds(
                Kind.STALE_GLOBAL_READ,
                writer,
                tx(2, 11, 20).read("x").global(),
                tx(3, 30, 40).read("x", 1));
        finds(
                Kind.STALE_GLOBAL_READ,
                writer,
                tx(2, 20, 40).append("x", 2),
                tx(3, 12, 15).append("x", 3),
                tx(4, 25, 30).read("x", 1).global(),
                tx(5, 50, 60).read("x", 1, 2, 3));
        passes(writer, tx(2, 11, 20).read("x"));
        passes(writer, tx(2, 10, 20).read("x").global());
        passes(writer, tx(2, 11, 20).append("x", 2).read("x", 1, 2).global());
        passes(
                tx(1, 0, 10).append("x", 1).unknown(),
                tx(2, 11, 20).read("x").global(),
                tx(3, 30, 40).read("x", 1));
    }

    // ---- outcomes ------------------------------------------------------------------------------------------------

    @Test
    void unknownOutcomesGoEitherWay() {
        Tx doubtful = tx(1, 0, 10).read("y").append("x", 1).unknown();
        passes(doubtful, tx(2, 20, 30).read("x").append("x", 2), tx(3, 40, 50).read("x", 2));
        passes(
                doubtful,
                tx(2, 20, 30).read("x", 1).append("x", 2),
                tx(3, 40, 50).read("x", 1, 2));
    }

    @Test
    void whatDidHappenIsJudgedAndWhatMayNotHaveHappenedIsNot() {
        Tx wrong = tx(1, 0, 10).append("x", 1).append("y", 1).read("y").unknown();
        passes(wrong, tx(2, 20, 30).read("x"));
        finds(Kind.INTERNAL_INCONSISTENCY, wrong, tx(2, 20, 30).read("x", 1).read("y", 1));
        passes(tx(1, 0, 10).append("x", 1).read("x").aborted());
    }

    @Test
    void oneUnknownOutcomeTellsOfAnother() {
        Tx first = tx(1, 0, 10).append("x", 1).append("z", 1).unknown();
        Tx second = tx(2, 20, 30).read("x", 1).append("y", 1).unknown();
        passes(first, second, tx(3, 40, 50).read("y", 1));
        finds(Kind.G_SINGLE, first, second, tx(3, 40, 50).read("y", 1).read("z"));
    }

    @Test
    void whatWasAcknowledgedIsThereInTheEnd() {
        List<ObservedTransaction> some = history(
                tx(1, 0, 10).append("x", 1),
                tx(2, 0, 10).append("y", 1),
                tx(3, 0, 10).append("x", 2).unknown(),
                tx(4, 0, 10).append("x", 3).aborted());
        judge(
                List.of(),
                ListAppendChecker.check(some, end().read("x", 1).read("y", 1).observed()));
        judge(
                List.of(),
                ListAppendChecker.check(some, end().read("x", 2, 1).read("y", 1).observed()));
        List<Kind> lost = List.of(Kind.LOST_WRITE, Kind.STALE_GLOBAL_READ);
        judge(lost, ListAppendChecker.check(some, end().read("x").read("y", 1).observed()));
        judge(
                lost,
                ListAppendChecker.check(some, end().read("x", 2).read("y", 1).observed()));
        judge(
                List.of(Kind.LOST_WRITE),
                ListAppendChecker.check(some, end().read("x", 1).observed()));
    }

    private static Tx end() {
        return tx(0, 1_000, 1_010).global();
    }

    // ---- the checker itself --------------------------------------------------------------------------------------

    @Test
    void sentencesNameWhoDidWhat() {
        List<Anomaly> found = ListAppendChecker.check(history(
                tx(1, 0, 10).append("x", 1).append("y", 1),
                tx(2, 0, 12).read("x", 1).read("y")));
        String sentence = "T1 (client 2, 0..12 ns), which read y without the append of "
                + "T0 (client 1, 0..10 ns), whose append to x was read by T1";
        assertEquals(List.of(new Anomaly(Kind.FRACTURED_READ, sentence)), found);
    }

    @Test
    void realTimeIsToldWithoutItsInstants() {
        List<Anomaly> found = ListAppendChecker.check(history(
                tx(1, 0, 10).read("x", 1).strict(), tx(2, 20, 30).append("x", 1).strict()));
        String sentence = "T0 (client 1, 0..10 ns), after whose end began "
                + "T1 (client 2, 20..30 ns), whose append to x was read by T0";
        assertEquals(List.of(new Anomaly(Kind.REAL_TIME_VIOLATION, sentence)), found);
    }

    @Test
    void reportsOnlySomeOfMany() {
        Tx[] many = new Tx[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = tx(i, i, i + 1).read("x" + i, 1);
        }
        assertEquals(
                Findings.LIMIT_PER_KIND, ListAppendChecker.check(history(many)).size());
    }

    @Test
    void theOrderOfTheArgumentDoesNotMatter() {
        passes(tx(2, 20, 30).read("x", 1), tx(1, 0, 10).append("x", 1));
        finds(Kind.SESSION_VIOLATION, tx(1, 20, 30).read("x"), tx(1, 0, 10).append("x", 1));
    }

    @Test
    void refusesAWorkloadThatRepeatsItself() {
        List<ObservedTransaction> twice =
                history(tx(1, 0, 10).append("x", 1), tx(2, 0, 10).append("x", 1));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ListAppendChecker.check(twice));
        assertTrue(refused.getMessage().contains("appends 1 to x twice"), refused::getMessage);
    }

    @Test
    void refusesAFinalStateThatMayBeOld() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ListAppendChecker.check(List.of(), tx(1, 0, 1).observed()));
    }
}
