package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.Codec;
import dev.sextant.api.CodecException;
import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.DuplicateKeyException;
import dev.sextant.api.MergeException;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.Range;
import dev.sextant.api.ReadOnlyTransactionException;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.SextantException;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionClosedException;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.UnknownTableException;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.ClientAnswer.Failed.Reason;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientTransactionTest {
    private final FakeCluster cluster = FakeCluster.of(1);
    private final FakeWriter writer = cluster.writer(0);
    private final Table<String, Long> balances = cluster.database().table("balances", Codecs.utf8(), Codecs.int64());

    @AfterEach
    void everySnapshotIsReleased() {
        cluster.assertNothingIsLeased();
    }

    private void load(String... keys) {
        cluster.database().run(transaction -> {
            for (String key : keys) {
                transaction.put(balances, key, 1L);
            }
        });
    }

    private void inTransaction(Consumer<Transaction> work) {
        try (Transaction transaction = cluster.database().begin()) {
            work.accept(transaction);
        }
    }

    private static void refuse(WriterInput unused) {
        throw new AssertionError("nobody asks the writer for " + unused);
    }

    // ---- reads -----------------------------------------------------------------------------------------------------

    @Test
    void whatIsInMemoryIsReadWithoutTheWriter() {
        load("a");
        inTransaction(transaction -> transaction.get(balances, "a"));
        inTransaction(transaction -> {
            writer.instead = input -> {
                refuse(input);
                return null;
            };
            assertEquals(Optional.of(1L), transaction.get(balances, "a"));
            assertTrue(transaction.getAsync(balances, "b").toCompletableFuture().isDone());
            assertTrue(transaction
                    .scanAsync(balances, Range.all(), ScanOptions.DEFAULT)
                    .toCompletableFuture()
                    .isDone());
            writer.instead = input -> null;
        });
    }

    @Test
    void anAsynchronousReadGoesOnWhenItsPagesHaveCome() {
        load("a", "b");
        writer.evictAll();
        inTransaction(transaction -> {
            CompletableFuture<Optional<Long>> value =
                    transaction.getAsync(balances, "a").toCompletableFuture();
            CompletableFuture<List<Row<String, Long>>> rows = transaction
                    .scanAsync(balances, Range.all(), ScanOptions.DEFAULT)
                    .toCompletableFuture();
            assertFalse(value.isDone() || rows.isDone());
            cluster.steps.runAll();
            assertEquals(Optional.of(1L), value.join());
            assertEquals(List.of(new Row<>("a", 1L), new Row<>("b", 1L)), rows.join());
        });
    }

    @Test
    void aReadThatNobodyCanServeSaysWhy() {
        load("a");
        writer.evictAll();
        inTransaction(transaction -> {
            writer.instead = input -> new ClientAnswer.Failed(Reason.QUORUM_LOST);
            assertThrows(QuorumLostException.class, () -> transaction.get(balances, "a"));
            writer.instead = input -> new ClientAnswer.Failed(Reason.SNAPSHOT_TOO_OLD);
            SnapshotTooOldException tooOld =
                    assertThrows(SnapshotTooOldException.class, () -> transaction.get(balances, "a"));
            assertEquals(transaction.snapshot(), tooOld.snapshot());
            assertThrows(SnapshotTooOldException.class, () -> cluster.steps.await(transaction.getAsync(balances, "a")));
            writer.instead = input -> null;
            assertEquals(Optional.of(1L), transaction.get(balances, "a"), "the transaction is still open");
        });
    }

    @Test
    void anAnswerThatFitsNoReadIsABug() {
        load("a");
        writer.evictAll();
        inTransaction(transaction -> {
            writer.instead = input -> new ClientAnswer.Indeterminate();
            assertThrows(IllegalStateException.class, () -> transaction.get(balances, "a"));
            writer.instead = input -> null;
        });
    }

    @Test
    void aReadUnderWayEndsWithItsTransaction() {
        load("a");
        writer.evictAll();
        Transaction transaction = cluster.database().begin();
        CompletableFuture<Optional<Long>> value =
                transaction.getAsync(balances, "a").toCompletableFuture();
        transaction.rollback();
        assertThrows(TransactionClosedException.class, () -> cluster.steps.await(value));
    }

    @Test
    void aReadUnderWayEndsWithTheCluster() {
        load("a");
        writer.evictAll();
        try (Transaction transaction = cluster.database().begin()) {
            CompletableFuture<Optional<Long>> value =
                    transaction.getAsync(balances, "a").toCompletableFuture();
            cluster.steps.step();
            cluster.steps.refuses = true;
            assertThrows(ClusterClosedException.class, () -> cluster.steps.await(value));
            cluster.steps.refuses = false;
        }
    }

    @Test
    void theCodecMayKeepAndChangeWhatItIsGiven() {
        Table<byte[], byte[]> raw = cluster.database().table("raw", Codecs.bytes(), Codecs.bytes());
        inTransaction(transaction -> {
            transaction.put(raw, new byte[] {1}, new byte[] {2});
            transaction.get(raw, new byte[] {1}).orElseThrow()[0] = 9;
            transaction.scan(raw, Range.all()).forEach(row -> {
                row.key()[0] = 9;
                row.value()[0] = 9;
            });
            assertArrayEquals(
                    new byte[] {2}, transaction.get(raw, new byte[] {1}).orElseThrow());
            transaction.commit().orThrow();
        });
        inTransaction(transaction -> {
            transaction.get(raw, new byte[] {1}).orElseThrow()[0] = 9;
            assertArrayEquals(
                    new byte[] {2}, transaction.get(raw, new byte[] {1}).orElseThrow());
        });
    }

    // ---- writes ----------------------------------------------------------------------------------------------------

    @Test
    void aWriteNeverWaitsAndItsPageIsAskedForOnce() {
        load("a", "b");
        writer.evictAll();
        writer.inputs.clear();
        inTransaction(transaction -> {
            transaction.put(balances, "a", 2L);
            transaction.delete(balances, "b");
            transaction.add(balances, "c", 3L);
            cluster.steps.runAll();
            assertEquals(1, writer.inputs.size());
            assertInstanceOf(WriterInput.Prefetch.class, writer.inputs.get(0));
            transaction.commit().orThrow();
        });
        inTransaction(transaction ->
                assertEquals(List.of(new Row<>("a", 2L), new Row<>("c", 3L)), transaction.scan(balances, Range.all())));
    }

    @Test
    void pagesThatTheCommitMissesAreFetchedTogether() {
        Table<Long, String> wide = cluster.database().table("wide", Codecs.int64(), Codecs.utf8());
        cluster.database().run(transaction -> {
            for (long key = 0; key < 60; key++) {
                transaction.put(wide, key, "x".repeat(1_500));
            }
        });
        inTransaction(transaction -> {
            for (long key = 0; key < 60; key++) {
                transaction.put(wide, key, "y");
            }
            cluster.steps.runAll();
            writer.evictAll();
            writer.mostUnanswered = 0;
            CompletableFuture<CommitResult> result = transaction.commitAsync().toCompletableFuture();
            assertEquals(1, writer.mostUnanswered, "the root alone says where the leaves are");
            cluster.steps.runAll();
            assertTrue(writer.mostUnanswered > 10, "asked at once for " + writer.mostUnanswered);
            assertInstanceOf(CommitResult.Committed.class, result.join());
        });
    }

    @Test
    void anInsertRefusesWhatIsThere() {
        load("a");
        inTransaction(transaction -> {
            DuplicateKeyException stored =
                    assertThrows(DuplicateKeyException.class, () -> transaction.insert(balances, "a", 5L));
            assertEquals("'a'", stored.key());
            assertEquals("balances", stored.table());
            transaction.insert(balances, "b", 5L);
            assertThrows(
                    DuplicateKeyException.class, () -> cluster.steps.await(transaction.insertAsync(balances, "b", 6L)));
            assertEquals(Optional.of(5L), transaction.get(balances, "b"));
            transaction.delete(balances, "a");
            transaction.insert(balances, "a", 7L);
            transaction.commit().orThrow();
        });
        inTransaction(transaction ->
                assertEquals(List.of(new Row<>("a", 7L), new Row<>("b", 5L)), transaction.scan(balances, Range.all())));
    }

    @Test
    void anAdditionThatOverflowsFailsHereOrAtTheCommitAndNothingIsStored() {
        inTransaction(transaction -> {
            transaction.put(balances, "max", Long.MAX_VALUE);
            assertThrows(MergeException.class, () -> transaction.add(balances, "max", 1));
            assertEquals(Optional.of(Long.MAX_VALUE), transaction.get(balances, "max"));
            transaction.commit().orThrow();
        });
        Transaction transaction = cluster.database().begin();
        transaction.add(balances, "max", 1);
        transaction.put(balances, "other", 1L);
        MergeException failure = assertThrows(MergeException.class, transaction::commit);
        assertEquals("'max'", failure.key());
        inTransaction(after -> assertEquals(Optional.empty(), after.get(balances, "other")));
    }

    @Test
    void aReadOnlyTransactionRefusesEveryWriteAndStillReads() {
        load("a");
        try (Transaction transaction = cluster.database().begin(TransactionOptions.DEFAULT.asReadOnly())) {
            List<Runnable> writes = List.of(
                    () -> transaction.put(balances, "a", 2L),
                    () -> transaction.delete(balances, "a"),
                    () -> transaction.add(balances, "a", 2L),
                    () -> transaction.insert(balances, "z", 2L),
                    () -> cluster.steps.await(transaction.insertAsync(balances, "z", 2L)));
            writes.forEach(write -> assertThrows(ReadOnlyTransactionException.class, write::run));
            assertEquals(Optional.of(1L), transaction.get(balances, "a"));
        }
    }

    // ---- codecs and handles ----------------------------------------------------------------------------------------

    @Test
    void aCodecThatFailsLeavesTheTransactionAsItWas() {
        Codec<String> broken = Codec.of(
                text -> {
                    throw new UnsupportedOperationException("encode " + text);
                },
                bytes -> {
                    throw new UnsupportedOperationException("decode");
                });
        Table<String, String> brokenKeys = cluster.database().table("balances", broken, Codecs.utf8());
        Table<String, String> brokenValues = cluster.database().table("balances", Codecs.utf8(), broken);
        load("a");
        inTransaction(transaction -> {
            List<Runnable> calls = List.of(
                    () -> transaction.get(brokenKeys, "a"),
                    () -> transaction.get(brokenValues, "a"),
                    () -> cluster.steps.await(transaction.getAsync(brokenKeys, "a")),
                    () -> cluster.steps.await(transaction.getAsync(brokenValues, "a")),
                    () -> transaction.scan(brokenKeys, Range.all()),
                    () -> transaction.scan(brokenKeys, Range.atLeast("a")),
                    () -> cluster.steps.await(transaction.scanAsync(brokenValues, Range.all(), ScanOptions.DEFAULT)),
                    () -> transaction.put(brokenKeys, "a", "b"),
                    () -> transaction.put(brokenValues, "a", "b"),
                    () -> transaction.delete(brokenKeys, "a"),
                    () -> transaction.insert(brokenValues, "n", "b"),
                    () -> transaction.merge(brokenValues, "a", "b", String::concat));
            calls.forEach(call -> assertInstanceOf(
                    UnsupportedOperationException.class,
                    assertThrows(CodecException.class, call::run).getCause()));
            transaction.put(balances, "b", 2L);
            transaction.commit().orThrow();
        });
        inTransaction(after -> assertEquals(Optional.of(2L), after.get(balances, "b")));
    }

    @Test
    void aHandleOfAnotherClusterIsGoodForATableOfThatNameAndNoOther() {
        FakeCluster elsewhere = FakeCluster.of(1);
        Table<String, Long> same = elsewhere.database().table("balances", Codecs.utf8(), Codecs.int64());
        Table<String, Long> strange = elsewhere.database().table("strange", Codecs.utf8(), Codecs.int64());
        load("a");
        inTransaction(transaction -> {
            assertEquals(Optional.of(1L), transaction.get(same, "a"));
            assertThrows(UnknownTableException.class, () -> transaction.get(strange, "a"));
            assertThrows(UnknownTableException.class, () -> transaction.put(strange, "a", 1L));
        });
        FakeCluster again = new FakeCluster(7, cluster.config, cluster.volume);
        again.evictAll();
        try (Transaction transaction = again.database().begin()) {
            transaction.put(same, "a", 4L);
            assertEquals(Optional.of(4L), again.steps.await(transaction.getAsync(same, "a")));
            transaction.commit().orThrow();
        }
    }

    // ---- the end ---------------------------------------------------------------------------------------------------

    @Test
    void afterItsEndEveryCallSaysSo() {
        Transaction committed = cluster.database().begin();
        committed.put(balances, "a", 1L);
        committed.commit().orThrow();
        Transaction rolledBack = cluster.database().begin();
        rolledBack.put(balances, "b", 1L);
        rolledBack.rollback();
        for (Transaction ended : List.of(committed, rolledBack)) {
            List<Runnable> calls = List.of(
                    () -> ended.get(balances, "a"),
                    () -> ended.scan(balances, Range.all()),
                    () -> ended.put(balances, "a", 1L),
                    () -> ended.delete(balances, "a"),
                    () -> ended.add(balances, "a", 1L),
                    () -> ended.insert(balances, "a", 1L),
                    () -> ended.commit(),
                    () -> cluster.steps.await(ended.getAsync(balances, "a")),
                    () -> cluster.steps.await(ended.commitAsync()));
            calls.forEach(call -> assertThrows(TransactionClosedException.class, call::run));
            ended.rollback();
            ended.close();
        }
        assertEquals(1, writer.rollbacks);
        inTransaction(after -> assertEquals(List.of(new Row<>("a", 1L)), after.scan(balances, Range.all())));
    }

    @Test
    void aTransactionThatReadOnlyCommitsAtOnceUnlessItIsSerializable() {
        load("a");
        writer.inputs.clear();
        Transaction snapshot = cluster.database().begin();
        snapshot.get(balances, "a");
        assertEquals(snapshot.snapshot(), snapshot.commit().orThrow().readPoint());
        Transaction nothing = cluster.database().begin(TransactionOptions.SERIALIZABLE);
        nothing.commit().orThrow();
        assertTrue(writer.inputs.stream().noneMatch(WriterInput.Commit.class::isInstance));

        Transaction serializable = cluster.database().begin(TransactionOptions.SERIALIZABLE);
        serializable.get(balances, "a");
        serializable.commit().orThrow();
        assertEquals(
                1,
                writer.inputs.stream()
                        .filter(WriterInput.Commit.class::isInstance)
                        .count());
    }

    @Test
    void onADeadWriterEverythingIsLostAndSaysSo() {
        Transaction transaction = cluster.database().begin();
        transaction.put(balances, "a", 1L);
        writer.die(WriterState.FENCED);
        List<Runnable> calls = new ArrayList<>(List.of(
                () -> transaction.get(balances, "a"),
                () -> transaction.put(balances, "a", 1L),
                () -> cluster.steps.await(transaction.getAsync(balances, "a")),
                transaction::commit));
        calls.forEach(call -> assertThrows(WriterUnavailableException.class, call::run));
        transaction.rollback();
    }

    @Test
    void anAsynchronousCommitThatCannotFinishEndsTheTransaction() {
        load("a");
        Transaction transaction = cluster.database().begin();
        transaction.put(balances, "a", 2L);
        cluster.steps.runAll();
        writer.evictAll();
        writer.instead = input -> new ClientAnswer.Failed(Reason.SNAPSHOT_TOO_OLD);
        assertThrows(SnapshotTooOldException.class, () -> cluster.steps.await(transaction.commitAsync()));
        assertThrows(TransactionClosedException.class, () -> transaction.get(balances, "a"));
        assertEquals(1, writer.rollbacks);
        writer.instead = input -> null;
    }

    @Test
    void aClosedClusterTakesNothing() {
        Transaction transaction = cluster.database().begin();
        cluster.closed = true;
        List<Runnable> calls = List.of(
                () -> transaction.get(balances, "a"),
                () -> transaction.put(balances, "a", 1L),
                () -> cluster.steps.await(transaction.getAsync(balances, "a")),
                transaction::commit,
                cluster::database);
        calls.forEach(call -> assertThrows(ClusterClosedException.class, call::run));
        transaction.rollback();
    }

    @Test
    void whatIsThrownIsAlwaysTheOneObjectThatFailed() {
        RuntimeException cause = new IllegalArgumentException("no");
        Transaction transaction = cluster.database().begin();
        load("a");
        transaction.rollback();
        Transaction merging = cluster.database().begin();
        merging.merge(balances, "a", 1L, (current, operand) -> {
            throw cause;
        });
        SextantException failure = assertThrows(MergeException.class, merging::commit);
        assertSame(cause, failure.getCause());
    }
}
