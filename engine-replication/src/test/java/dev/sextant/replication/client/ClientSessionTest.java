package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.Codecs;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.Database;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadOnlyTransactionException;
import dev.sextant.api.Session;
import dev.sextant.api.SessionClosedException;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionClosedException;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterFencedException;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.ClientAnswer.Failed.Reason;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sessions promise across transactions, writers and their deaths. */
class ClientSessionTest {
    private static final TransactionOptions GLOBAL = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);

    private final FakeCluster cluster = FakeCluster.ofRetries(3, RetryPolicy.NEVER);
    private final Table<String, Long> table = cluster.database().table("rows", Codecs.utf8(), Codecs.int64());

    @AfterEach
    void everySnapshotIsReleased() {
        cluster.assertNothingIsLeased();
    }

    private static int slotOf(Transaction transaction) {
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            if (transaction.toString().contains(" on writer-" + slot)) {
                return slot;
            }
        }
        throw new AssertionError("no writer in " + transaction);
    }

    private static int slotOfNext(Session session) {
        try (Transaction transaction = session.begin()) {
            return slotOf(transaction);
        }
    }

    // ---- which writer ----------------------------------------------------------------------------------------------

    @Test
    void sessionsSpreadOverTheWritersAndStay() {
        List<Session> sessions = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sessions.add(cluster.database().session());
            slots.add(slotOfNext(sessions.get(i)));
        }
        assertEquals(List.of(0, 0, 1, 1, 2, 2), slots.stream().sorted().toList());
        for (int i = 0; i < 6; i++) {
            assertEquals(slots.get(i), slotOfNext(sessions.get(i)));
        }
    }

    @Test
    void aNewSessionTakesTheLeastLoadedWriter() {
        try (Transaction zero = cluster.database(0).begin();
                Transaction two = cluster.database(2).begin()) {
            for (int i = 0; i < 5; i++) {
                assertEquals(1, slotOfNext(cluster.database().session()), zero + " and " + two + " are open");
            }
        }
    }

    @Test
    void aSessionSeesWhatItCommittedThoughItsWriterDied() {
        Session session = cluster.database().session();
        Transaction transaction = session.begin();
        int slot = slotOf(transaction);
        transaction.put(table, "a", 1L);
        transaction.commit().orThrow();
        cluster.kill(slot);
        try (Transaction next = session.begin()) {
            assertTrue(slotOf(next) != slot);
            assertEquals(Optional.of(1L), next.get(table, "a"));
        }
        cluster.kill((slot + 1) % 3);
        cluster.kill((slot + 2) % 3);
        WriterUnavailableException none = assertThrows(WriterUnavailableException.class, session::begin);
        assertEquals(Optional.empty(), none.writer());
    }

    @Test
    void theEndpointOfAWriterKnowsNoOther() {
        Session session = cluster.database(1).session();
        assertEquals(1, slotOfNext(session));
        cluster.writer(1).die(WriterState.FENCED);
        WriterUnavailableException down = assertThrows(WriterUnavailableException.class, session::begin);
        assertEquals(Optional.of(new WriterId(1)), down.writer());
        assertInstanceOf(WriterFencedException.class, down);
        cluster.restart(1);
        assertEquals(1, slotOfNext(session));
        assertThrows(ConfigurationException.class, () -> cluster.engine.database(new WriterId(3)));
    }

    @Test
    void allSessionsOfThePinnedEndpointUseTheSameWriterAndMoveTogether() {
        Database pinned = cluster.engine.pinned();
        Session one = pinned.session();
        int slot = slotOfNext(one);
        Session other = pinned.session();
        for (int i = 0; i < 5; i++) {
            assertEquals(slot, slotOfNext(other));
            assertEquals(slot, slotOfNext(pinned.session()));
        }
        one.run(transaction -> transaction.put(table, "a", 1L));
        cluster.kill(slot);
        int next = slotOfNext(other);
        assertTrue(next != slot);
        assertEquals(next, slotOfNext(one));
        assertEquals(Optional.of(1L), one.transact(transaction -> transaction.get(table, "a")));
        cluster.restart(slot);
        assertEquals(next, slotOfNext(one), "it stays where it is");
        cluster.kill(next);
        cluster.kill(3 - next - slot);
        assertEquals(slot, slotOfNext(one));
        cluster.kill(slot);
        assertThrows(WriterUnavailableException.class, one::begin);
    }

    @Test
    void theReaderEndpointUsesAllWritersAndOnlyReads() {
        cluster.database(0).run(transaction -> transaction.put(table, "a", 1L));
        Session reader = cluster.engine.readers().session();
        Set<Integer> used = new TreeSet<>();
        for (int i = 0; i < 6; i++) {
            used.add(slotOfNext(reader));
        }
        assertEquals(Set.of(0, 1, 2), used);
        assertThrows(
                ReadOnlyTransactionException.class, () -> reader.run(transaction -> transaction.put(table, "a", 2L)));
        assertThrows(
                ReadOnlyTransactionException.class,
                () -> reader.run(TransactionOptions.SERIALIZABLE, transaction -> transaction.delete(table, "a")));
    }

    // ---- what it sees ----------------------------------------------------------------------------------------------

    @Test
    void aSessionMovesToAnotherEndpointWithItsReadPoint() {
        Session here = cluster.database(0).session();
        here.run(transaction -> transaction.put(table, "a", 1L));
        Session there = cluster.database(1).session(SessionOptions.DEFAULT.withStartingAt(here.readPoint()));
        assertEquals(Optional.of(1L), there.transact(transaction -> transaction.get(table, "a")));
        Session stranger = cluster.database(2).session();
        assertEquals(Optional.empty(), stranger.transact(transaction -> transaction.get(table, "a")));
    }

    @Test
    void whatATransactionSawASessionSeesEver() {
        Session reader = cluster.database(1).session();
        cluster.database(0).run(transaction -> transaction.put(table, "a", 1L));
        cluster.writer(1).catchUp();
        reader.begin().rollback();
        assertEquals(cluster.volume.decided(), reader.readPoint());
    }

    @Test
    void globalReadsSeeWhatAnybodyCommitted() {
        cluster.database(0).run(transaction -> transaction.put(table, "a", 1L));
        Session session = cluster.database(2).session();
        assertEquals(Optional.of(1L), session.transact(GLOBAL, transaction -> transaction.get(table, "a")));
    }

    @Test
    void aBeginningThatFailsSaysWhyAndHoldsNothing() {
        cluster.database(0).run(transaction -> transaction.put(table, "a", 1L));
        Session behind = cluster.database(1).session(SessionOptions.DEFAULT.withStartingAt(cluster.volume.decided()));
        cluster.writer(1).instead = input -> new ClientAnswer.Failed(Reason.QUORUM_LOST);
        QuorumLostException ofSession = assertThrows(QuorumLostException.class, behind::begin);
        assertEquals(1, ofSession.needed());
        QuorumLostException ofGlobal = assertThrows(QuorumLostException.class, () -> behind.begin(GLOBAL));
        assertEquals(3, ofGlobal.needed());
        cluster.writer(1).instead = input -> new ClientAnswer.Failed(Reason.NOT_OPEN);
        assertThrows(WriterUnavailableException.class, behind::begin);
        cluster.writer(1).instead = input -> new ClientAnswer.Indeterminate();
        assertThrows(IllegalStateException.class, behind::begin);
    }

    @Test
    void aWriterThatDiesWhileATransactionBeginsIsReplaced() {
        Session session = cluster.database().session();
        List<Integer> died = new ArrayList<>();
        for (int slot = 0; slot < 3; slot++) {
            int each = slot;
            cluster.writer(slot).instead = input -> {
                if (died.size() == 2) {
                    return null;
                }
                died.add(each);
                cluster.kill(each);
                return null;
            };
        }
        try (Transaction transaction = session.begin(GLOBAL)) {
            assertEquals(2, died.size());
            assertFalse(died.contains(slotOf(transaction)));
        }
        cluster.writer(0).instead = input -> null;
    }

    @Test
    void aWriterThatIsAboutToCloseIsReplaced() {
        Session session = cluster.database().session();
        int closing = slotOfNext(session);
        cluster.writer(closing).instead = input -> new ClientAnswer.Failed(Reason.NOT_OPEN);
        try (Transaction transaction = session.begin(GLOBAL)) {
            assertNotEquals(closing, slotOf(transaction));
        }
    }

    @Test
    void whenEveryWriterDiesTheBeginningFails() {
        for (int slot = 0; slot < 3; slot++) {
            int each = slot;
            cluster.writer(slot).instead = input -> {
                cluster.kill(each);
                return null;
            };
        }
        Session session = cluster.database().session();
        assertThrows(WriterUnavailableException.class, () -> session.begin(GLOBAL));
    }

    // ---- the end ---------------------------------------------------------------------------------------------------

    @Test
    void closingRollsBackWhatIsOpen() {
        Session session = cluster.database().session();
        Transaction one = session.begin();
        Transaction other = session.begin();
        one.put(table, "a", 1L);
        session.close();
        session.close();
        assertThrows(TransactionClosedException.class, one::commit);
        assertThrows(TransactionClosedException.class, () -> other.get(table, "a"));
        assertThrows(SessionClosedException.class, session::begin);
    }

    @Test
    void aTransactionThatBeginsDuringTheCloseIsNotLeftOpen() {
        Session session = cluster.database().session();
        CompletableFuture<Transaction> beginning = session.beginAsync(GLOBAL).toCompletableFuture();
        session.close();
        assertThrows(SessionClosedException.class, () -> cluster.steps.await(beginning));
    }

    @Test
    void aTransactionNobodyWaitsForAnyMoreIsNotLeftOpen() {
        Session session = cluster.database().session();
        CompletableFuture<Transaction> beginning = session.beginAsync(GLOBAL).toCompletableFuture();
        assertTrue(beginning.cancel(true));
        cluster.steps.runAll();
    }

    @Test
    void aClosedClusterGivesNoSessionsAndNoTransactions() {
        Session session = cluster.database().session();
        var database = cluster.database();
        cluster.closed = true;
        assertThrows(ClusterClosedException.class, session::begin);
        assertThrows(ClusterClosedException.class, database::session);
        assertThrows(ClusterClosedException.class, database::tableNames);
        assertThrows(ClusterClosedException.class, () -> database.table("t", Codecs.utf8(), Codecs.utf8()));
        assertThrows(ClusterClosedException.class, () -> database.openTable("rows", Codecs.utf8(), Codecs.utf8()));
        cluster.closed = false;
    }

    @Test
    void theRetryPolicyIsTheSessionsOwnOrTheClusters() {
        RetryPolicy twice = new RetryPolicy(2, java.time.Duration.ZERO, java.time.Duration.ZERO);
        ClientSession plain =
                assertInstanceOf(ClientSession.class, cluster.database().session());
        ClientSession own = assertInstanceOf(
                ClientSession.class, cluster.database().session(SessionOptions.DEFAULT.withRetryPolicy(twice)));
        assertEquals(RetryPolicy.NEVER, plain.retryPolicy());
        assertEquals(twice, own.retryPolicy());
        cluster.writer(0).instead = input -> null;
        assertTrue(cluster.writer(0).inputs.stream().noneMatch(WriterInput.Close.class::isInstance));
    }
}
