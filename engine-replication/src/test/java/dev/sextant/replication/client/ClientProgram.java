package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.DuplicateKeyException;
import dev.sextant.api.IsolationLevel;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Session;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A random program of several sessions over three writers that lag, forget pages and die, held against a model after every
 * step. Its seed draws everything.
 */
final class ClientProgram {
    private static final int WRITERS = 3;
    private static final int KEYS = 40;

    private final Random random;
    private final FakeCluster cluster;
    private final Table<Long, String> table;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Running> running = new ArrayList<>();

    /** The rows as they are, as they were at each point that anybody can read at, and when each was changed last. */
    private final NavigableMap<Long, String> rows = new TreeMap<>();

    private final Map<ReadPoint, NavigableMap<Long, String>> history = new LinkedHashMap<>();
    private final Map<ReadPoint, Integer> moments = new LinkedHashMap<>();
    private final Map<Long, Integer> changedAt = new TreeMap<>();
    private final Map<TransactionId, Running> byId = new LinkedHashMap<>();
    private int moment;

    /** How often what has happened, to see that programs go everywhere. */
    final Map<String, Integer> tally = new TreeMap<>();

    private static final class Running {
        final Session session;
        final Transaction transaction;
        final ModelTransaction model;
        final FakeWriter writer;
        /** What it read from the snapshot, by key. */
        final Map<Long, String> read = new TreeMap<>();

        boolean isCommitted;
        boolean mustConflict;

        Running(Session session, Transaction transaction, ModelTransaction model, FakeWriter writer) {
            this.session = session;
            this.transaction = transaction;
            this.model = model;
            this.writer = writer;
        }

        boolean isLost() {
            return !writer.isOpen();
        }
    }

    ClientProgram(long seed) {
        random = new Random(seed);
        cluster =
                new FakeCluster(seed, ClusterConfig.inMemory().writers(WRITERS).build());
        remember(); // a writer may not have heard of the table yet
        table = cluster.database().table("rows", Codecs.int64(), Codecs.utf8());
        cluster.volume.onCommit = request -> committed(byId.get(request.transaction()));
        remember();
        for (int i = 0; i < 4; i++) {
            sessions.add(cluster.database().session());
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        while (!running.isEmpty()) {
            end(running.get(0));
        }
        sessions.forEach(Session::close);
        cluster.steps.runAll();
        cluster.assertNothingIsLeased();
        countFetches();
        verifyAll();
    }

    private void count(String what) {
        tally.merge(what, 1, Integer::sum);
    }

    private void step() {
        int draw = random.nextInt(100);
        if (running.isEmpty() || (draw < 12 && running.size() < 6)) {
            begin();
        } else if (draw < 70) {
            operate(pick(running));
        } else if (draw < 84) {
            end(pick(running));
        } else if (draw < 90) {
            pickWriter().catchUp();
        } else if (draw < 98) {
            forgetPages(pickWriter());
        } else {
            restart(random.nextInt(WRITERS));
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private FakeWriter pickWriter() {
        return cluster.writer(random.nextInt(WRITERS));
    }

    private void forgetPages(FakeWriter writer) {
        writer.keepsPages = random.nextInt(4) > 0;
        writer.cached().stream().filter(page -> random.nextBoolean()).forEach(writer::evict);
    }

    private void restart(int slot) {
        cluster.kill(slot);
        cluster.restart(slot);
    }

    // ---- transactions ----------------------------------------------------------------------------------------------

    private void begin() {
        Session session = pick(sessions);
        ReadPoint before = session.readPoint();
        TransactionOptions options = TransactionOptions.DEFAULT
                .withIsolation(random.nextInt(3) == 0 ? IsolationLevel.SERIALIZABLE : IsolationLevel.SNAPSHOT)
                .withConsistency(random.nextInt(5) == 0 ? ReadConsistency.GLOBAL : ReadConsistency.SESSION);
        Transaction transaction = session.begin(options);
        ReadPoint snapshot = transaction.snapshot();
        count(snapshot.equals(cluster.volume.decided()) ? "begun at the newest state" : "begun at an older state");
        assertTrue(snapshot.covers(before), "a session sees what it has seen");
        if (options.consistency() == ReadConsistency.GLOBAL) {
            assertEquals(cluster.volume.decided(), snapshot);
        }
        NavigableMap<Long, String> state = history.get(snapshot);
        ModelTransaction model = new ModelTransaction(moments.get(snapshot), state);
        Running begun = new Running(session, transaction, model, writerOf(transaction));
        running.add(begun);
        byId.put(transaction.id(), begun);
    }

    private FakeWriter writerOf(Transaction transaction) {
        for (int slot = 0; slot < WRITERS; slot++) {
            if (transaction.toString().contains(" on " + cluster.writer(slot).id() + " ")) {
                return cluster.writer(slot);
            }
        }
        return fail("no writer of " + transaction);
    }

    private void operate(Running each) {
        long key = random.nextInt(KEYS);
        if (each.isLost()) {
            count("reads on a dead writer");
            assertThrows(WriterUnavailableException.class, () -> each.transaction.get(table, key));
            return;
        }
        switch (random.nextInt(8)) {
            case 0, 1 -> get(each, key);
            case 2 -> scan(each);
            case 3, 4 -> put(each, key, value());
            case 5 -> insert(each, key, value());
            case 6 -> {
                each.transaction.delete(table, key);
                each.model.delete(key);
            }
            default -> {
                String operand = String.valueOf((char) ('a' + random.nextInt(26)));
                each.transaction.merge(table, key, operand, String::concat);
                each.model.merge(key, operand);
            }
        }
    }

    private String value() {
        int length = random.nextInt(10) == 0 ? 20_000 : random.nextInt(400);
        return String.valueOf((char) ('A' + random.nextInt(26))).repeat(length);
    }

    private void get(Running each, long key) {
        boolean isBlocking = random.nextBoolean();
        var value = isBlocking
                ? each.transaction.get(table, key)
                : cluster.steps.await(each.transaction.getAsync(table, key));
        assertEquals(each.model.get(key), value);
        if (!each.model.tied().contains(key)) {
            each.read.put(key, String.valueOf(history(each).get(key)));
        }
    }

    private NavigableMap<Long, String> history(Running each) {
        return history.get(each.transaction.snapshot());
    }

    private void countFetches() {
        for (int slot = 0; slot < WRITERS; slot++) {
            for (WriterInput input : cluster.writer(slot).inputs) {
                count(input.getClass().getSimpleName());
            }
        }
    }

    private void scan(Running each) {
        long from = random.nextInt(KEYS);
        long to = from + random.nextInt(KEYS);
        boolean descends = random.nextBoolean();
        int limit = 1 + random.nextInt(KEYS);
        ScanOptions options = descends ? ScanOptions.DEFAULT.descending() : ScanOptions.DEFAULT;
        Range<Long> range = Range.closedOpen(from, to);
        List<Row<Long, String>> found = random.nextBoolean()
                ? each.transaction.scan(table, range, options.withLimit(limit))
                : cluster.steps.await(each.transaction.scanAsync(table, range, options.withLimit(limit)));
        NavigableMap<Long, String> part = each.model.rows().subMap(from, true, to, false);
        List<Row<Long, String>> expected = (descends ? part.descendingMap() : part)
                .entrySet().stream()
                        .limit(limit)
                        .map(row -> new Row<>(row.getKey(), row.getValue()))
                        .toList();
        assertEquals(expected, found);
        if (expected.size() < limit) {
            for (long key = from; key < to; key++) {
                if (!each.model.tied().contains(key)) {
                    each.read.put(key, String.valueOf(history(each).get(key)));
                }
            }
        }
    }

    private void put(Running each, long key, String value) {
        each.transaction.put(table, key, value);
        each.model.put(key, value);
    }

    private void insert(Running each, long key, String value) {
        if (each.model.get(key).isPresent()) {
            assertThrows(DuplicateKeyException.class, () -> each.transaction.insert(table, key, value));
        } else if (random.nextBoolean()) {
            each.transaction.insert(table, key, value);
            each.model.put(key, value);
        } else {
            cluster.steps.await(each.transaction.insertAsync(table, key, value));
            each.model.put(key, value);
        }
    }

    // ---- how they end ----------------------------------------------------------------------------------------------

    private void end(Running each) {
        running.remove(each);
        if (random.nextInt(5) == 0) {
            each.transaction.rollback();
            return;
        }
        if (each.isLost()) {
            assertThrows(WriterUnavailableException.class, each.transaction::commit);
            each.transaction.rollback();
            return;
        }
        CompletableFuture<CommitResult> result = each.transaction.commitAsync().toCompletableFuture();
        boolean mayDie = random.nextInt(6) == 0;
        while (mayDie && !result.isDone()) {
            if (random.nextInt(4) == 0) {
                restart(each.writer.id().slot());
                mayDie = false;
            } else {
                cluster.steps.step();
            }
        }
        check(each, result);
    }

    private void check(Running each, CompletableFuture<CommitResult> result) {
        CommitResult ended;
        try {
            ended = cluster.steps.await(result);
        } catch (WriterUnavailableException lostBeforeItWasHandedOver) {
            count("writer died before the commit was handed over");
            assertTrue(each.isLost());
            assertFalse(each.isCommitted);
            return;
        }
        if (ended instanceof CommitResult.Committed committed) {
            assertTrue(each.isCommitted || each.model.isEmpty(), "an acknowledged commit has happened");
            assertTrue(each.session.readPoint().covers(committed.readPoint()));
            assertFalse(each.mustConflict, "first committer wins");
            count(each.isLost() ? "committed though the writer died" : each.isCommitted ? "committed" : "read only");
        } else if (ended instanceof CommitResult.Conflicted conflicted) {
            assertFalse(each.isCommitted, "what has committed is not told as a conflict");
            count(conflicted.kind().name());
            boolean isWriteConflict = conflicted.kind() == ConflictKind.ROW_WRITTEN;
            assertTrue(!isWriteConflict || each.model.tied().stream().anyMatch(key -> isChangedSince(each, key)));
            if (conflicted.kind() == ConflictKind.ABANDONED) {
                assertTrue(each.isLost());
            } else {
                assertEquals("rows", conflicted.table());
            }
        } else {
            fail("other writers know the outcome, but here is " + ended);
        }
    }

    private boolean isChangedSince(Running each, long key) {
        return changedAt.getOrDefault(key, 0) > each.model.begunAt;
    }

    /** The volume has taken a transaction in. */
    private void committed(Running each) {
        assertFalse(each.isCommitted, "a transaction commits once");
        each.mustConflict = each.model.tied().stream().anyMatch(key -> isChangedSince(each, key));
        if (each.transaction.options().isolation() == IsolationLevel.SERIALIZABLE) {
            each.read.forEach((key, value) ->
                    assertEquals(value, String.valueOf(rows.get(key)), "a serializable read holds at the commit"));
        }
        each.isCommitted = true;
        moment++;
        each.model.commit(rows, changedAt, moment);
        remember();
    }

    private void remember() {
        history.put(cluster.volume.decided(), new TreeMap<>(rows));
        moments.put(cluster.volume.decided(), moment);
    }

    private void verifyAll() {
        try (Session session = cluster.database().session();
                Transaction reader = session.begin(TransactionOptions.DEFAULT
                        .withConsistency(ReadConsistency.GLOBAL)
                        .asReadOnly())) {
            NavigableMap<Long, String> found = new TreeMap<>();
            reader.scan(table, Range.all()).forEach(row -> found.put(row.key(), row.value()));
            assertEquals(rows, found);
        }
        cluster.assertNothingIsLeased();
    }
}
