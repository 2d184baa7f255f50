package dev.sextant.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import dev.sextant.bench.load.workload.Workload.Operation;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is counted of schedules that are made by hand. */
class ClientLoopTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long SEED = 3;

    private final HandMadeTime time = new HandMadeTime();

    /** A store in which a transaction takes as long as a test says, or is refused. */
    private final class Store implements Client {
        private final LongUnaryOperator takes;
        private final Queue<Integer> refusals = new ArrayDeque<>();
        private long number;

        Store(LongUnaryOperator takes) {
            this.takes = takes;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            time.pass(takes.applyAsLong(number++));
            return key;
        }

        @Override
        public <T> T transact(Work<T> work) throws Exception {
            T result = work.run(new Nothing());
            time.pass(takes.applyAsLong(number++));
            if (!refusals.isEmpty()) {
                refusals.remove();
                throw new Refused("in the way");
            }
            return result;
        }

        @Override
        public void close() {}
    }

    /** A transaction without rows. */
    private static final class Nothing implements Client.Transaction {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return null;
        }

        @Override
        public void put(byte[] key, byte[] value) {}

        @Override
        public void delete(byte[] key) {}

        @Override
        public int scan(byte[] from, int limit) {
            return 0;
        }
    }

    private static Operation transaction() {
        return client -> client.transact(transaction -> "done");
    }

    private Ledger closed(Window window, Store store) throws Exception {
        Ledger ledger = new Ledger(window, false);
        new ClientLoop(new Schedule.Closed(), ledger, time, SEED).run(ClientLoopTest::transaction, store);
        return ledger;
    }

    private Ledger open(Window window, double perSecond, Store store) throws Exception {
        Ledger ledger = new Ledger(window, true);
        Schedule schedule = new Schedule.Open(window.startNanos(), perSecond, 0, 1);
        new ClientLoop(schedule, ledger, time, SEED).run(ClientLoopTest::transaction, store);
        return ledger;
    }

    private static void assertMillis(double expected, long nanos) {
        assertEquals(expected, nanos / (double) MILLI, expected * 0.02);
    }

    @Test
    void aClosedLoopBeginsWhenTheOneBeforeHasEndedAndCountsWhatEndsAfterTheWarmUp() throws Exception {
        Ledger ledger = closed(new Window(0, SECOND, 3 * SECOND, 0), new Store(number -> 10 * MILLI));
        assertEquals(200, ledger.done());
        assertEquals(200, ledger.response().getTotalCount());
        assertMillis(10, ledger.response().getMaxValue());
        assertEquals(3 * SECOND, time.nanos());
    }

    @Test
    void anOpenLoopWithoutWaitingHasTheLatencyOfTheAnswersAlone() throws Exception {
        Ledger ledger = open(new Window(0, 0, 2 * SECOND, SECOND), 100, new Store(number -> 2 * MILLI));
        assertEquals(200, ledger.done());
        assertMillis(2, ledger.response().getValueAtPercentile(50));
        assertMillis(2, ledger.response().getMaxValue());
    }

    /**
     * At 1,000 a second the first takes a second, and then each a tenth of a millisecond: the one meant to begin at k ms waits until
     * (1,000 + k / 10) ms, so 1,111 of 2,000 wait, evenly from nothing to a second. Of all, half are below the 112th of those.
     */
    @Test
    void inAnOpenLoopAStallIsPaidForByAllThatWereMeantToBeginMeanwhile() throws Exception {
        Window window = new Window(0, 0, 2 * SECOND, SECOND);
        Ledger ledger = open(window, 1_000, new Store(number -> number == 0 ? SECOND : MILLI / 10));
        assertEquals(2_000, ledger.response().getTotalCount());
        assertMillis(1_000, ledger.response().getMaxValue());
        assertMillis(100, ledger.response().getValueAtPercentile(50));
        assertMillis(0.1, ledger.service().getValueAtPercentile(50));
        assertMillis(0.1, ledger.service().getValueAtPercentile(99.9));
        assertMillis(1_000, ledger.timeline().longestGapNanos());
    }

    @Test
    void inAClosedLoopTheSameStallIsOneSampleAndIsHidden() throws Exception {
        Window window = new Window(0, 0, 2 * SECOND, 0);
        Ledger ledger = closed(window, new Store(number -> number == 0 ? SECOND : MILLI / 10));
        assertMillis(0.1, ledger.response().getValueAtPercentile(99.9));
        assertMillis(1_000, ledger.timeline().longestGapNanos());
    }

    @Test
    void whatAnOverloadedOpenLoopCannotServeInTimeIsTold() throws Exception {
        Ledger ledger = open(new Window(0, 0, SECOND, SECOND), 100, new Store(number -> 100 * MILLI));
        assertEquals(10, ledger.done() + 1, "the tenth ends at the end, which is past it");
        assertEquals(20, ledger.response().getTotalCount(), "until its patience is over");
        assertEquals(80, ledger.unserved());
        assertMillis(2_000 - 190, ledger.response().getMaxValue());
    }

    @Test
    void whatWasMeantToBeginInTheWarmUpDoesNotCountInAnOpenLoop() throws Exception {
        Ledger ledger = open(new Window(0, SECOND, 2 * SECOND, SECOND), 100, new Store(number -> MILLI));
        assertEquals(100, ledger.response().getTotalCount());
    }

    @Test
    void whatIsRefusedIsTriedAgainAndItsAttemptsCount() throws Exception {
        Store store = new Store(number -> 10 * MILLI);
        store.refusals.add(1);
        store.refusals.add(2);
        Ledger ledger = closed(new Window(0, 0, SECOND, 0), store);
        assertEquals(3, ledger.attempts().getMaxValue());
        assertEquals(1, ledger.attempts().getValueAtPercentile(50));
        assertEquals(ledger.done() + 2, ledger.runs());
        assertEquals(0, ledger.refused());
        assertTrue(ledger.response().getMaxValue() >= 30 * MILLI, "three attempts and the pauses between them");
    }

    @Test
    void whatIsRefusedAsOftenAsItMayBeIsGivenUp() throws Exception {
        Store store = new Store(number -> MILLI);
        for (int refusal = 0; refusal < 32; refusal++) {
            store.refusals.add(refusal);
        }
        Ledger ledger = closed(new Window(0, 0, 10 * SECOND, 0), store);
        assertEquals(1, ledger.refused());
        assertEquals(1, ledger.attempts().getMaxValue());
        assertEquals(ledger.done() + 32, ledger.runs());
    }

    @Test
    void whatFailsOtherwiseEndsTheClient() {
        Operation broken = client -> {
            throw new IllegalStateException("broken");
        };
        Ledger ledger = new Ledger(new Window(0, 0, SECOND, 0), false);
        ClientLoop loop = new ClientLoop(new Schedule.Closed(), ledger, time, SEED);
        assertThrows(IllegalStateException.class, () -> loop.run(() -> broken, new Store(number -> 1)));
    }

    @Test
    void readsOutsideOfTransactionsAreOneAttempt() throws Exception {
        Ledger ledger = new Ledger(new Window(0, 0, SECOND, 0), false);
        Operation read = client -> client.get(new byte[0]);
        new ClientLoop(new Schedule.Closed(), ledger, time, SEED).run(() -> read, new Store(number -> MILLI));
        assertEquals(1, ledger.attempts().getMaxValue());
        assertEquals(999, ledger.done(), "the last one ends at the end");
    }

    @Test
    void clientsOfAnOpenLoopTakeTurns() {
        Schedule first = new Schedule.Open(500, 1e9, 0, 3);
        Schedule last = new Schedule.Open(500, 1e9, 2, 3);
        assertEquals(500, first.intendedNanos(0, 9_999));
        assertEquals(503, first.intendedNanos(1, 9_999));
        assertEquals(502, last.intendedNanos(0, 9_999));
        assertEquals(505, last.intendedNanos(1, 9_999));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.Open(0, 0, 0, 1));
    }
}
