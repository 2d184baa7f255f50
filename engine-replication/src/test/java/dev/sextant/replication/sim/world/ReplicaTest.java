package dev.sextant.replication.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.client.ReplicaPort;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What a read replica promises, each in a calm world in which one thing is done to it. */
class ReplicaTest {
    private static final TransactionOptions READING = TransactionOptions.DEFAULT.asReadOnly();

    private final World world = world(Duration.ofHours(1));
    private final Table<String, Long> table = world.database().table("t", Codecs.utf8(), Codecs.int64());

    private static World world(Duration readerLimit) {
        return Worlds.healthy(
                5,
                ClusterConfig.inMemory()
                        .writers(2)
                        .replicas(1)
                        .historyRetention(Duration.ofMillis(100))
                        .readerLimit(readerLimit)
                        .build());
    }

    private static ReplicaPlace replica(World world) {
        return world.replicas().get(0);
    }

    private static void put(World world, Table<String, Long> table, int writer, String row, long value) {
        world.database(new WriterId(writer)).run(transaction -> transaction.put(table, row, value));
    }

    private static void await(World world, BooleanSupplier condition) {
        assertTrue(world.time().runUntil(world.time().nowNanos() + 20 * VirtualTime.SECOND, condition));
    }

    /** A transaction on the replica, however busy that is: so many others are begun on writers meanwhile. */
    private static Transaction onReplica(World world, Session session, TransactionOptions options) {
        int before = replica(world).current().snapshots().size();
        List<Transaction> others = new ArrayList<>();
        Transaction begun = session.begin(options);
        while (replica(world).current().snapshots().size() == before) {
            others.add(begun);
            begun = session.begin(options);
        }
        others.forEach(Transaction::rollback);
        return begun;
    }

    private long readThere(TransactionOptions options, ReadPoint from) {
        try (Session session = world.clients().readers().session(SessionOptions.DEFAULT.withStartingAt(from));
                Transaction transaction = onReplica(world, session, options)) {
            return transaction.get(table, "row").orElse(0L);
        }
    }

    @Test
    void itShowsWhatASessionHasCommittedElsewhere() {
        for (long value = 1; value < 20; value++) {
            long written = value;
            try (Session session = world.database(new WriterId((int) value % 2)).session()) {
                session.run(transaction -> transaction.put(table, "row", written));
                assertEquals(written, readThere(READING, session.readPoint()));
            }
        }
    }

    @Test
    void aGlobalReadShowsWhatAnybodyHasCommitted() {
        for (long value = 1; value < 20; value++) {
            put(world, table, (int) value % 2, "row", value);
            assertEquals(value, readThere(READING.withConsistency(ReadConsistency.GLOBAL), ReadPoint.ZERO));
        }
    }

    @Test
    void writersSendItTheirRedoAsSoonAsTheyHaveHeardIt() {
        world.time().runFor(VirtualTime.SECOND);
        List<Message> pulls = new ArrayList<>();
        world.onSend((from, message) -> {
            if (from.isReplica() && message instanceof SegmentMessage.Pull) {
                pulls.add(message);
            }
        });
        put(world, table, 0, "row", 7);
        ReadPoint committed = world.slots().get(0).current().report().readPoint();
        long soon = world.time().nowNanos() + 2 * VirtualTime.MILLI;
        assertTrue(world.time()
                .runUntil(
                        soon,
                        () -> replica(world).current().report().readPoint().covers(committed)));
        assertEquals(List.of(), pulls);
    }

    @Test
    void whatWritersCannotSendItPullsFromSegments() {
        world.slots()
                .forEach(slot ->
                        world.network().unplug(slot.address(), replica(world).address(), true));
        put(world, table, 0, "row", 8);
        put(world, table, 1, "row", 9);
        assertEquals(9, readThere(READING.withConsistency(ReadConsistency.GLOBAL), ReadPoint.ZERO));
    }

    /** Nobody but the replica knows that the proposal exists: the writers have not heard of it, and would not have settled it. */
    @Test
    void whatADeadWriterLeftIsSettledSinceTheReplicaMissesIt() {
        WriterId dead = new WriterId(1);
        List<Message> missed = new ArrayList<>();
        world.onSend((from, message) -> {
            if (message instanceof WriterMessage.Missed) {
                missed.add(message);
            }
        });
        put(world, table, 1, "row", 1);
        // The writer dies when one segment has its proposal; the other writer is kept from hearing of that segment.
        var half = world.segments().get(4);
        world.segments()
                .forEach(segment ->
                        world.network().unplug(world.slots().get(1).address(), segment.address(), segment != half));
        world.network().unplug(half.address(), world.slots().get(0).address(), true);
        world.segments().forEach(segment -> {
            world.network().unplug(half.address(), segment.address(), true);
            world.network().unplug(segment.address(), half.address(), true);
        });
        try (Session session = world.database(dead).session()) {
            // Its time is over before another writer could settle it for the client.
            Transaction lost = session.begin(TransactionOptions.DEFAULT.withCommitTimeout(Duration.ofMillis(6)));
            lost.put(table, "row", 2L);
            CompletionStage<CommitResult> unanswered = lost.commitAsync();
            world.time().runFor(5 * VirtualTime.MILLI);
            assertFalse(unanswered.toCompletableFuture().isDone());
            world.slots().get(1).kill();
        }
        await(world, () -> !missed.isEmpty());
        await(
                world,
                () -> replica(world).current().report().oldestInDoubt().isEmpty()
                        && world.oldestUndecidedNanos() == Long.MAX_VALUE);
        assertEquals(1, readThere(READING, ReadPoint.ZERO));
    }

    /** Rows on many pages, so that not all of them are in memory where they are read. */
    private static void fill(World world, Table<String, Long> table, long value) {
        world.database(new WriterId(0)).run(transaction -> {
            for (int row = 0; row < 3_000; row++) {
                transaction.put(table, "row " + row, value);
            }
        });
    }

    @Test
    void whatATransactionOnItReadsIsKeptForIt() {
        fill(world, table, 1);
        try (Session session = world.clients().readers().session();
                Transaction reader = onReplica(world, session, READING.withConsistency(ReadConsistency.GLOBAL))) {
            for (long value = 2; value < 8; value++) {
                fill(world, table, value);
                world.time().runFor(2 * VirtualTime.SECOND);
            }
            for (int row = 0; row < 3_000; row += 100) {
                assertEquals(1, reader.get(table, "row " + row).orElseThrow());
            }
        }
    }

    @Test
    void aTransactionThatReadsForTooLongIsCutOffAndSeesNothingWrong() {
        World strict = world(Duration.ofSeconds(4));
        Table<String, Long> rows = strict.database().table("t", Codecs.utf8(), Codecs.int64());
        fill(strict, rows, 1);
        try (Session session = strict.clients().readers().session();
                Transaction reader = onReplica(strict, session, READING.withConsistency(ReadConsistency.GLOBAL))) {
            for (long value = 2; value < 10; value++) {
                fill(strict, rows, value);
                strict.time().runFor(2 * VirtualTime.SECOND);
            }
            assertThrows(SnapshotTooOldException.class, () -> {
                for (int row = 0; row < 3_000; row++) {
                    assertEquals(1, reader.get(rows, "row " + row).orElseThrow());
                }
            });
        }
    }

    @Test
    void aReplicaThatIsGoneHoldsNothingBack() {
        fill(world, table, 1);
        try (Session session = world.clients().readers().session()) {
            Transaction unused = onReplica(world, session, READING.withConsistency(ReadConsistency.GLOBAL));
            ReadPoint read = unused.snapshot();
            replica(world).kill();
            fill(world, table, 2);
            // The reader limit is an hour; silence ends it within seconds.
            await(world, () -> {
                var counters = world.segments().get(0).counters();
                return counters != null && !read.covers(counters.floor());
            });
        }
    }

    @Test
    void oneThatWasAwayForLongerThanHistoryIsKeptBeginsAnew() {
        SimReplica former = replica(world).current();
        replica(world).pause();
        for (long value = 1; value < 10; value++) {
            put(world, table, 0, "row", value);
            world.time().runFor(2 * VirtualTime.SECOND);
        }
        replica(world).resume();
        await(world, () -> replica(world).current() != former && replica(world).isOpen());
        assertTrue(former.hasEnded());
        assertEquals(9, readThere(READING, ReadPoint.ZERO));
    }

    @Test
    void itSendsNothingThatChangesAnything() {
        List<String> others = new ArrayList<>();
        world.onSend((from, message) -> {
            boolean harmless = message instanceof SegmentMessage.ReplicaAlive
                    || message instanceof SegmentMessage.ReadPage
                    || message instanceof SegmentMessage.Pull
                    || message instanceof SegmentMessage.AskHighest
                    || message instanceof SegmentMessage.AskMoment
                    || message instanceof WriterMessage.ReplicaHeartbeat
                    || message instanceof WriterMessage.Missed;
            if (from.isReplica() && !harmless) {
                others.add(message.toString());
            }
        });
        for (long value = 1; value < 20; value++) {
            put(world, table, (int) value % 2, "row", value);
            assertEquals(value, readThere(READING.withConsistency(ReadConsistency.GLOBAL), ReadPoint.ZERO));
        }
        world.slots().get(1).kill();
        world.time().runFor(5 * VirtualTime.SECOND);
        assertEquals(List.of(), others);
    }

    @Test
    void itSettlesAndCommitsNothing() {
        ReplicaPort port = replica(world).current();
        ClientAnswer answer =
                world.waits().await(port.request(id -> new WriterInput.Backtrack(id, ReadPoint.ZERO, Long.MAX_VALUE)));
        assertEquals(
                ClientAnswer.Failed.Reason.NOT_OPEN,
                assertInstanceOf(ClientAnswer.Failed.class, answer).reason());
    }

    /** Tables are created, and serializable reads checked, by a writer, although the endpoint has a replica. */
    @Test
    void whatTakesAWriterGoesToAWriterFromTheEndpointOfReaders() {
        Table<String, Long> other = world.clients().readers().table("other", Codecs.utf8(), Codecs.int64());
        put(world, other, 0, "row", 3);
        for (int i = 0; i < 10; i++) {
            long read = world.clients()
                    .readers()
                    .transact(
                            TransactionOptions.SERIALIZABLE.withConsistency(ReadConsistency.GLOBAL),
                            transaction -> transaction.get(other, "row").orElse(0L));
            assertEquals(3, read);
        }
    }
}
