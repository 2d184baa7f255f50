package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitResult.Committed;
import dev.sextant.api.CommitResult.Conflicted;
import dev.sextant.api.CommitResult.Indeterminate;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.Lsn;
import dev.sextant.api.OverloadedException;
import dev.sextant.api.Range;
import dev.sextant.api.Session;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.TransactionTooLargeException;
import dev.sextant.api.WriteConflictException;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.ClientAnswer.Failed.Reason;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.WriterInput;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How commits end, and what the caller and its session learn of it. */
class CommitOutcomeTest {
    private final FakeCluster cluster = FakeCluster.of(2);
    private final Table<String, Long> table = cluster.database().table("accounts", Codecs.utf8(), Codecs.int64());
    private final Session first = cluster.database(0).session();
    private final Session second = cluster.database(1).session();

    @AfterEach
    void everySnapshotIsReleased() {
        cluster.assertNothingIsLeased();
    }

    private Transaction writing(Session session, String key, long value) {
        Transaction transaction = session.begin();
        transaction.put(table, key, value);
        cluster.steps.runAll(); // its pages are there, so that a commit is handed over at once
        return transaction;
    }

    // ---- conflicts -------------------------------------------------------------------------------------------------

    @Test
    void theFirstToCommitWinsAndTheLoserHearsWhichRow() {
        Transaction one = writing(first, "alice", 1);
        Transaction other = writing(second, "alice", 2);
        Committed committed = one.commit().orThrow();
        assertEquals(one.id(), committed.transaction());
        Conflicted lost = assertInstanceOf(Conflicted.class, other.commit());
        assertEquals(new Conflicted(other.id(), ConflictKind.ROW_WRITTEN, "accounts", "'alice'"), lost);
        assertThrows(WriteConflictException.class, lost::orThrow);
    }

    @Test
    void aSerializableTransactionHearsWhetherARowOrARangeChanged() {
        for (boolean isRange : new boolean[] {false, true}) {
            Transaction reader = first.begin(TransactionOptions.SERIALIZABLE);
            if (isRange) {
                reader.scan(table, Range.closed("k", "m"));
            } else {
                reader.get(table, "l");
            }
            reader.put(table, "sum", 0L);
            writing(second, "l", isRange ? 1 : 2).commit().orThrow();
            Conflicted lost = assertInstanceOf(Conflicted.class, reader.commit());
            assertEquals(isRange ? ConflictKind.RANGE_READ : ConflictKind.ROW_READ, lost.kind());
            assertEquals("'l'", lost.key());
        }
    }

    @Test
    void workThatLostRunsAgainAtTheAgeOfItsFirstAttempt() {
        int[] runs = {0};
        first.run(transaction -> {
            runs[0]++;
            long balance = transaction.get(table, "alice").orElse(0L);
            if (runs[0] <= 2) {
                writing(second, "alice", 10L * runs[0]).commit().orThrow();
            }
            transaction.put(table, "alice", balance + 1);
        });
        assertEquals(3, runs[0]);
        assertTrue(cluster.steps.pauses >= 2);
        List<CommitRequest> attempts = cluster.volume.requests.stream()
                .filter(request -> request.age().isAfter(Lsn.ZERO))
                .toList();
        assertEquals(2, attempts.size());
        assertEquals(attempts.get(0).age(), attempts.get(1).age());
        assertEquals(Optional.of(21L), first.transact(transaction -> transaction.get(table, "alice")));
    }

    // ---- refusals --------------------------------------------------------------------------------------------------

    private CommitResult commitRefusedWith(ClientAnswer answer) {
        Transaction transaction = writing(first, "a", 1);
        cluster.writer(0).instead = input -> input instanceof WriterInput.Commit ? answer : null;
        try {
            return transaction.commit();
        } finally {
            cluster.writer(0).instead = input -> null;
        }
    }

    @Test
    void whatWasNotCarriedOutSaysWhatToDo() {
        assertThrows(OverloadedException.class, () -> commitRefusedWith(new ClientAnswer.Failed(Reason.OVERLOADED)));
        assertThrows(
                TransactionTooLargeException.class, () -> commitRefusedWith(new ClientAnswer.Failed(Reason.TOO_LARGE)));
        assertThrows(
                SnapshotTooOldException.class,
                () -> commitRefusedWith(new ClientAnswer.Failed(Reason.SNAPSHOT_TOO_OLD)));
        for (ClientAnswer abandoned : List.of(
                new ClientAnswer.Failed(Reason.NOT_OPEN),
                new ClientAnswer.Failed(Reason.QUORUM_LOST),
                new ClientAnswer.Abandoned(new Lsn(44)))) {
            Conflicted result = assertInstanceOf(Conflicted.class, commitRefusedWith(abandoned));
            assertEquals(ConflictKind.ABANDONED, result.kind());
        }
        assertThrows(IllegalStateException.class, () -> commitRefusedWith(new ClientAnswer.PageFetched(null, null)));
    }

    @Test
    void aCommitThatWasAbandonedKeepsItsAge() {
        boolean[] isFirst = {true};
        cluster.writer(0).instead = input -> {
            boolean abandons = input instanceof WriterInput.Commit && isFirst[0];
            isFirst[0] &= !abandons;
            return abandons ? new ClientAnswer.Abandoned(new Lsn(44)) : null;
        };
        first.run(transaction -> transaction.put(table, "a", 1L));
        assertEquals(
                new Lsn(44),
                cluster.volume.requests.get(cluster.volume.requests.size() - 1).age());
    }

    @Test
    void aCommitWhoseTimeRanOutBeforeItWasHandedOverIsNotHandedOver() {
        first.run(transaction -> transaction.put(table, "a", 1L));
        Transaction transaction = first.begin(TransactionOptions.DEFAULT.withCommitTimeout(Duration.ofMillis(5)));
        transaction.put(table, "a", 2L);
        cluster.steps.runAll();
        cluster.evictAll();
        CompletableFuture<CommitResult> result = transaction.commitAsync().toCompletableFuture();
        cluster.steps.pass(Duration.ofMillis(5).toNanos());
        assertEquals(Conflicted.abandoned(transaction.id()), cluster.steps.await(result));
    }

    @Test
    void theDeadlineIsTheTransactionsOwnOrTheClusters() {
        long before = cluster.steps.nowNanos();
        first.begin(TransactionOptions.DEFAULT).commit();
        writing(first, "a", 1).commit();
        Transaction hasty = first.begin(TransactionOptions.DEFAULT.withCommitTimeout(Duration.ofSeconds(1)));
        hasty.put(table, "b", 1L);
        hasty.commit();
        Transaction patient = first.begin(TransactionOptions.DEFAULT.withCommitTimeout(Duration.ofDays(400_000)));
        patient.put(table, "c", 1L);
        patient.commit();
        List<Long> seconds = cluster.volume.requests.stream()
                .map(request ->
                        Duration.ofNanos(request.deadlineNanos() - before).toSeconds())
                .toList();
        assertEquals(List.of(5L, 1L, 86_400L), seconds.subList(seconds.size() - 3, seconds.size()));
    }

    // ---- the writer dies -------------------------------------------------------------------------------------------

    @Test
    void aCommitOfADeadWriterIsCommittedIfAnotherWriterSaysSo() {
        Transaction transaction = writing(first, "a", 1);
        CompletableFuture<CommitResult> result = transaction.commitAsync().toCompletableFuture();
        cluster.steps.await(happened());
        cluster.kill(0);
        Committed committed = assertInstanceOf(Committed.class, cluster.steps.await(result));
        assertTrue(first.readPoint().covers(committed.readPoint()));
    }

    /** Completes as soon as the volume has taken one more transaction in. */
    private CompletableFuture<CommitRequest> happened() {
        CompletableFuture<CommitRequest> happened = new CompletableFuture<>();
        cluster.volume.onCommit = happened::complete;
        return happened;
    }

    @Test
    void aCommitThatNeverLeftADeadWriterIsRunAgain() {
        Session session = cluster.database().session();
        int[] runs = {0};
        session.run(transaction -> {
            transaction.put(table, "a", (long) ++runs[0]);
            if (runs[0] == 1) {
                int slot = transaction.toString().contains("writer-0") ? 0 : 1;
                cluster.writer(slot).instead = input -> {
                    cluster.kill(slot);
                    return null;
                };
            }
        });
        assertEquals(2, runs[0]);
        assertEquals(Optional.of(2L), session.transact(transaction -> transaction.get(table, "a")));
    }

    @Test
    void ifNobodyCanSayTheTokenIsGoodForLater() {
        Transaction transaction = writing(first, "a", 1);
        CompletableFuture<CommitResult> result = transaction.commitAsync().toCompletableFuture();
        cluster.steps.await(happened());
        cluster.kill(0);
        cluster.kill(1);
        Indeterminate doubtful = assertInstanceOf(Indeterminate.class, cluster.steps.await(result));
        assertEquals(transaction.id(), doubtful.token().transaction());
        assertEquals(0, doubtful.token().writer().slot());
        assertThrows(WriterUnavailableException.class, () -> second.outcome(doubtful.token()));
        cluster.restart(1);
        Committed committed = assertInstanceOf(Committed.class, second.outcome(doubtful.token()));
        assertTrue(second.readPoint().covers(committed.readPoint()));
        assertEquals(committed, second.outcome(doubtful.token()));
    }

    @Test
    void ifTheOtherWriterDiesTooItIsIndeterminate() {
        Transaction transaction = writing(first, "a", 1);
        cluster.writer(1).instead = input -> {
            cluster.kill(1);
            return null;
        };
        CompletableFuture<CommitResult> result = transaction.commitAsync().toCompletableFuture();
        cluster.kill(0);
        assertInstanceOf(Indeterminate.class, cluster.steps.await(result));
    }

    @Test
    void afterTheDeadlineNobodyIsAsked() {
        Transaction transaction = writing(first, "a", 1);
        CompletableFuture<CommitResult> result = transaction.commitAsync().toCompletableFuture();
        cluster.steps.pass(Duration.ofSeconds(5).toNanos());
        cluster.kill(0);
        assertInstanceOf(Indeterminate.class, cluster.steps.await(result));
        assertTrue(cluster.writer(1).inputs.stream().noneMatch(WriterInput.AskOutcome.class::isInstance));
    }

    @Test
    void theWriterThatTookTheCommitIsAskedWhileItLives() {
        Transaction transaction = writing(first, "a", 1);
        cluster.writer(0).instead =
                input -> input instanceof WriterInput.Commit ? new ClientAnswer.Indeterminate() : null;
        Indeterminate doubtful = assertInstanceOf(Indeterminate.class, transaction.commit());
        cluster.writer(0).instead =
                input -> input instanceof WriterInput.AskOutcome ? new ClientAnswer.Indeterminate() : null;
        assertEquals(doubtful, second.outcome(doubtful.token()));
        assertTrue(cluster.writer(1).inputs.stream().noneMatch(WriterInput.AskOutcome.class::isInstance));
        cluster.writer(0).instead = input -> null;
        assertEquals(Conflicted.abandoned(transaction.id()), second.outcome(doubtful.token()));
    }

    @Test
    void ifTheOneThatIsAskedCannotAnswerTheNextOneIsAsked() {
        Transaction transaction = writing(first, "a", 1);
        cluster.writer(0).instead =
                input -> input instanceof WriterInput.Commit ? new ClientAnswer.Indeterminate() : null;
        Indeterminate doubtful = assertInstanceOf(Indeterminate.class, transaction.commit());
        cluster.writer(0).instead =
                input -> input instanceof WriterInput.AskOutcome ? new ClientAnswer.Failed(Reason.NOT_OPEN) : null;
        cluster.writer(1).instead =
                input -> input instanceof WriterInput.AskOutcome ? new ClientAnswer.Failed(Reason.NOT_OPEN) : null;
        assertEquals(doubtful, second.outcome(doubtful.token()));
        assertEquals(
                1,
                cluster.writer(1).inputs.stream()
                        .filter(WriterInput.AskOutcome.class::isInstance)
                        .count());
        cluster.writer(1).instead = input -> null;
        assertEquals(Conflicted.abandoned(transaction.id()), second.outcome(doubtful.token()));
    }

    @Test
    void aCommitIsCompleteOnlyWithItsAnswer() {
        Transaction transaction = writing(first, "a", 1);
        CompletableFuture<CommitResult> result = transaction.commitAsync().toCompletableFuture();
        assertFalse(result.isDone());
        transaction.rollback(); // too late, and so without effect
        first.close();
        assertInstanceOf(Committed.class, cluster.steps.await(result));
    }
}
