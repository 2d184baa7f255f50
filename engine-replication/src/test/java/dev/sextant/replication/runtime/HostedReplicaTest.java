package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.Database;
import dev.sextant.api.Node;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadOnlyTransactionException;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.Row;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with nothing but a read replica beside three with writers and segments, over real connections and real disks. */
class HostedReplicaTest {
    private static final TransactionOptions NEWEST = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);
    private static final int REPLICA = 3;

    @TempDir
    Path parent;

    private NodeFleet fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new NodeFleet(parent, 1);
    }

    @AfterEach
    void closeFleet() {
        fleet.close();
    }

    private static Table<Long, String> table(Database database) {
        return database.table("rows", Codecs.int64(), Codecs.utf8());
    }

    private Session put(int node, long key, String value) {
        Database database = fleet.node(node).database();
        Table<Long, String> table = table(database);
        Session session = database.session();
        session.run(transaction -> transaction.put(table, key, value));
        return session;
    }

    private Optional<String> newest(long key) {
        Database database = fleet.node(REPLICA).database();
        Table<Long, String> table = table(database);
        return database.transact(NEWEST, transaction -> transaction.get(table, key));
    }

    @Test
    void whatWritersOfOtherProcessesCommitIsReadOnIt() {
        fleet.startAll();
        for (int writer = 0; writer < 3; writer++) {
            put(writer, writer, "by " + writer).close();
            assertEquals(Optional.of("by " + writer), newest(writer));
        }
        Database there = fleet.node(REPLICA).database();
        for (long i = 0; i < 50; i++) {
            long key = i;
            try (Session session = put((int) i % 3, key, "x");
                    Session next = there.session(SessionOptions.DEFAULT.withStartingAt(session.readPoint()))) {
                Table<Long, String> table = table(there);
                assertEquals(Optional.of("x"), next.transact(transaction -> transaction.get(table, key)));
            }
        }
        ClusterStatus.ReplicaStatus status =
                fleet.node(REPLICA).status().hosted().replicas().get(0);
        assertEquals(new ReplicaId(0), status.id());
        assertEquals(ReplicaState.OPEN, status.state());
        assertEquals(AvailabilityZone.A, status.zone());
        assertEquals(
                Optional.of(new ReplicaId(0)),
                fleet.node(0).status().peers().get(2).replica());
    }

    @Test
    void itsEndpointOfReadersOnlyReads() {
        fleet.startAll();
        put(0, 1, "one").close();
        Database there = fleet.node(REPLICA).readers();
        Table<Long, String> table = table(there);
        assertThrows(
                ReadOnlyTransactionException.class, () -> there.run(transaction -> transaction.put(table, 1L, "two")));
        assertEquals(List.of("rows"), there.tableNames());
    }

    /** A replica that is open may not have heard of a writer yet. */
    private Database writable() {
        Database there = fleet.node(REPLICA).database();
        long deadline = System.nanoTime() + NodeFleet.PATIENCE.toNanos();
        while (true) {
            try {
                there.run(transaction -> transaction.put(table(there), -1L, "begins"));
                return there;
            } catch (WriterUnavailableException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void itHandsCommitsOverToWritersElsewhere() {
        fleet.startAll();
        Database there = writable();
        Table<Long, String> table = table(there);
        Table<String, Long> counters = there.table("counters", Codecs.utf8(), Codecs.int64());
        try (Session session = there.session()) {
            session.run(transaction -> {
                transaction.insert(table, 1L, "one");
                transaction.put(table, 2L, "two");
                transaction.add(counters, "sum", 3);
            });
            session.run(transaction -> {
                assertEquals(Optional.of("one"), transaction.get(table, 1L));
                transaction.delete(table, 2L);
                transaction.add(counters, "sum", 4);
            });
            assertEquals(Optional.of(7L), session.transact(transaction -> transaction.get(counters, "sum")));
            assertEquals(
                    List.of(-1L, 1L),
                    session
                            .transact(
                                    TransactionOptions.SERIALIZABLE,
                                    transaction -> transaction.scan(table, Range.all()))
                            .stream()
                            .map(Row::key)
                            .toList());
        }
        Database writer = fleet.node(1).database();
        assertEquals(
                Optional.of(7L),
                writer.transact(
                        NEWEST,
                        transaction ->
                                transaction.get(writer.table("counters", Codecs.utf8(), Codecs.int64()), "sum")));
    }

    @Test
    void aTableThatIsNotThereCannotBeMadeWhereNoWriterIsInReach() {
        fleet.startAll();
        put(0, 1, "one").close();
        assertEquals(Optional.of("one"), newest(1));
        for (int writer = 0; writer < 3; writer++) {
            fleet.node(writer).close();
        }
        WriterUnavailableException refused = null;
        long deadline = System.nanoTime() + NodeFleet.PATIENCE.toNanos();
        Database there = fleet.node(REPLICA).database();
        while (refused == null || !refused.getMessage().contains("no writer of another process is in reach")) {
            assertTrue(System.nanoTime() < deadline, "it says what is wrong");
            refused = assertThrows(
                    WriterUnavailableException.class,
                    () -> there.run(transaction -> transaction.put(table(there), 2L, "two")));
        }
    }

    @Test
    void whoChangesTheSameRowConflicts() {
        fleet.startAll();
        Database there = writable();
        Table<Long, String> table = table(there);
        Transaction slow = there.session().begin(NEWEST);
        assertEquals(Optional.of("begins"), slow.get(table, -1L));
        slow.put(table, -1L, "too late");
        put(2, -1, "first").close();
        CommitResult.Conflicted lost = assertInstanceOf(CommitResult.Conflicted.class, slow.commit());
        assertEquals(ConflictKind.ROW_WRITTEN, lost.kind());
        assertEquals("rows", lost.table());
        assertEquals(Optional.of("first"), newest(-1));
    }

    @Test
    void everyCommitHappensOnceThoughWritersDie() throws InterruptedException {
        fleet.startAll();
        Database there = writable();
        Table<String, Long> counters = there.table("counters", Codecs.utf8(), Codecs.int64());
        AtomicLong done = new AtomicLong();
        AtomicBoolean goOn = new AtomicBoolean(true);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread client = new Thread(() -> {
            try {
                while (goOn.get()) {
                    there.run(transaction -> transaction.add(counters, "sum", 1));
                    done.incrementAndGet();
                }
            } catch (RuntimeException | Error broken) {
                failure.set(broken);
            }
        });
        client.start();
        for (int writer = 0; writer < 2; writer++) {
            awaitCommits(done, 20, failure);
            fleet.stop(writer);
            awaitCommits(done, 20, failure);
            fleet.start(writer).awaitOpen(NodeFleet.PATIENCE);
        }
        awaitCommits(done, 20, failure);
        goOn.set(false);
        client.join();
        assertNull(failure.get());
        assertEquals(Optional.of(done.get()), there.transact(NEWEST, transaction -> transaction.get(counters, "sum")));
    }

    private static void awaitCommits(AtomicLong done, long more, AtomicReference<Throwable> failure) {
        long target = done.get() + more;
        long deadline = System.nanoTime() + NodeFleet.PATIENCE.toNanos();
        while (done.get() < target && failure.get() == null) {
            assertTrue(System.nanoTime() < deadline, "the client commits nothing any more");
            Thread.onSpinWait();
        }
    }

    @Test
    void aReplicaWhoseStandByTakesTheSlotWritesItself() {
        fleet = new NodeFleet(parent, 1);
        fleet.startAll();
        fleet.stop(REPLICA);
        fleet.start(REPLICA, builder -> builder.writer(new WriterId(0)).standBy(true))
                .awaitOpen(NodeFleet.PATIENCE);
        Database there = writable();
        assertEquals(
                ReplicaState.OPEN,
                fleet.node(REPLICA).status().hosted().replicas().get(0).state());
        fleet.stop(0);
        long deadline = System.nanoTime() + NodeFleet.PATIENCE.toNanos();
        while (fleet.node(REPLICA).status().hosted().writers().get(0).state() != WriterState.OPEN) {
            assertTrue(System.nanoTime() < deadline, "the slot is not taken");
            Thread.onSpinWait();
        }
        there.run(transaction -> transaction.put(table(there), 5L, "by itself"));
        assertEquals(Optional.of("by itself"), newest(5));
    }

    private WriterState hosted(int node) {
        return fleet.node(node).status().hosted().writers().get(0).state();
    }

    @Test
    void aProcessWithAReplicaBesideItsWriterGoesOnWhenThatIsFenced() {
        for (int node = 1; node <= REPLICA; node++) {
            fleet.start(node);
        }
        fleet.start(0, builder -> builder.replica(new ReplicaId(1)));
        for (int node = 0; node <= REPLICA; node++) {
            fleet.node(node).awaitOpen(NodeFleet.PATIENCE);
        }
        fleet.stop(REPLICA);
        Database there = fleet.node(0).database();
        Table<Long, String> table = table(there);
        try (Session session = there.session()) {
            session.run(transaction -> transaction.put(table, 1L, "at home"));
            // Another process comes to have its slot.
            fleet.start(REPLICA, builder -> builder.writer(new WriterId(0))).awaitOpen(NodeFleet.PATIENCE);
            Waiting.until(
                    () -> "it is fenced: " + fleet.node(0).status(),
                    () -> hosted(0) != WriterState.OPEN && hosted(REPLICA) == WriterState.OPEN);
            Waiting.until(() -> "others take its commits", () -> {
                try {
                    session.run(transaction -> transaction.put(table, 2L, "through another"));
                    return true;
                } catch (WriterUnavailableException notYet) {
                    return false;
                }
            });
            assertEquals(Optional.of("at home"), session.transact(transaction -> transaction.get(table, 1L)));
            fleet.stop(REPLICA);
            Waiting.until(
                    () -> "it has its slot again: " + fleet.node(0).status(), () -> hosted(0) == WriterState.OPEN);
            long before = ownCommits();
            session.run(transaction -> transaction.put(table, 3L, "at home again"));
            Waiting.until("the session has come home", () -> ownCommits() > before);
        }
    }

    private long ownCommits() {
        return fleet.node(0).status().hosted().writers().get(0).counters().commits();
    }

    @Test
    void itGoesOnWhenAZoneIsGoneAndComesBackByItself() {
        fleet.startAll();
        put(0, 1, "one").close();
        fleet.stop(0);
        put(1, 2, "two").close();
        assertEquals(Optional.of("two"), newest(2));
        fleet.stop(REPLICA);
        put(1, 3, "three").close();
        fleet.start(REPLICA).awaitOpen(NodeFleet.PATIENCE);
        assertEquals(Optional.of("three"), newest(3));
    }

    private Optional<ReplicaState> toldOfBy(int node) {
        return fleet.node(node).status().cluster().replicas().stream()
                .map(ClusterStatus.ReplicaStatus::state)
                .findFirst();
    }

    private void awaitTold(int node, Optional<ReplicaState> state) {
        Waiting.until(
                () -> "node " + node + " tells: "
                        + fleet.node(node).status().cluster().replicas(),
                () -> toldOfBy(node).equals(state));
    }

    @Test
    void everyProcessTellsOfItAndSaysThatItIsNotKnownWhenItIsGone() {
        fleet.startAll();
        for (int node = 0; node <= REPLICA; node++) {
            awaitTold(node, Optional.of(ReplicaState.OPEN));
        }
        fleet.stop(REPLICA);
        awaitTold(0, Optional.of(ReplicaState.UNKNOWN));
        fleet.stop(1);
        fleet.start(1).awaitOpen(NodeFleet.PATIENCE);
        assertEquals(Optional.empty(), toldOfBy(1), "nobody has told it of a replica");
        fleet.start(REPLICA).awaitOpen(NodeFleet.PATIENCE);
        awaitTold(0, Optional.of(ReplicaState.OPEN));
        awaitTold(1, Optional.of(ReplicaState.OPEN));
    }

    @Test
    void itLivesWhereItsProcessSaysAndTheOthersAreToldSo() {
        for (int node = 0; node < REPLICA; node++) {
            fleet.start(node);
        }
        fleet.start(REPLICA, builder -> builder.zone(AvailabilityZone.C)).awaitOpen(NodeFleet.PATIENCE);
        assertEquals(
                AvailabilityZone.C,
                fleet.node(REPLICA).status().hosted().replicas().get(0).zone());
        awaitTold(0, Optional.of(ReplicaState.OPEN));
        assertEquals(
                AvailabilityZone.C,
                fleet.node(0).status().cluster().replicas().get(0).zone());
    }

    @Test
    void aReplicaThatAnotherProcessHostsIsNotLetIn() {
        NodeFleet two = new NodeFleet(parent, 2);
        try (two) {
            two.startAll();
            two.stop(4);
            Node twice = two.start(4, builder -> builder.replica(new ReplicaId(0)));
            assertThrows(QuorumLostException.class, () -> twice.awaitOpen(Duration.ofMillis(200)));
        }
    }
}
