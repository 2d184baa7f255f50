package dev.sextant.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.CommitAbandonedException;
import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.IndeterminateCommitException;
import dev.sextant.api.OverloadedException;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.SerializationConflictException;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionClosedException;
import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.TransactionWork;
import dev.sextant.api.WriteConflictException;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.api.fake.FakeEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code transact} does about each way in which work can end. */
class RetriesTest {
    private static final int ATTEMPTS = 4;
    private static final TransactionId ID = new TransactionId(0, 1);

    private final FakeEngine engine =
            new FakeEngine(new RetryPolicy(ATTEMPTS, Duration.ofMillis(1), Duration.ofMillis(2)), Limits.DEFAULT);
    private final Table<String, Long> accounts = engine.table("accounts", Codecs.utf8(), Codecs.int64());
    private final Session session = engine.session();

    @AfterEach
    void nothingStaysOpen() {
        assertEquals(0, engine.open());
    }

    @Test
    void commitsAndReturnsWhatTheWorkReturned() {
        String result = session.transact(tx -> {
            tx.put(accounts, "alice", 7L);
            return "done";
        });

        assertEquals("done", result);
        assertEquals(Optional.of(7L), session.transact(tx -> tx.get(accounts, "alice")));
        assertEquals(0, engine.pauses().size());
    }

    @Test
    void runsAgainOnANewSnapshotAfterAConflict() {
        engine.run(tx -> tx.put(accounts, "alice", 1L));
        session.run(tx -> {
            long balance = tx.get(accounts, "alice").orElseThrow();
            if (engine.pauses().size() < 2) {
                engine.run(other -> other.put(accounts, "alice", balance + 100));
            }
            tx.put(accounts, "alice", balance + 1);
        });

        assertEquals(Optional.of(202L), session.transact(tx -> tx.get(accounts, "alice")));
        assertEquals(2, engine.pauses().size());
    }

    @Test
    void letsTheNextAttemptInheritFromTheLostOne() {
        engine.answerCommit(conflict(ConflictKind.ROW_WRITTEN));
        engine.answerCommit(conflict(ConflictKind.ROW_WRITTEN));
        session.run(this::deposit);

        assertEquals(3, engine.begun());
        assertEquals(List.of(new TransactionId(0, 1), new TransactionId(0, 2)), engine.inherited());
    }

    @Test
    void throwsTheConflictWhenAttemptsAreUsedUp() {
        for (int i = 0; i < ATTEMPTS; i++) {
            engine.answerCommit(conflict(ConflictKind.ROW_WRITTEN));
        }
        WriteConflictException thrown = assertThrows(WriteConflictException.class, () -> session.run(this::deposit));

        assertEquals(ATTEMPTS, thrown.attempts());
        assertEquals("accounts", thrown.result().table());
        assertEquals(ATTEMPTS, engine.begun());
        assertEquals(ATTEMPTS - 1, engine.pauses().size());
    }

    @Test
    void throwsForEachKindOfConflictItsOwnException() {
        Session once = engine.session(SessionOptions.DEFAULT.withRetryPolicy(RetryPolicy.NEVER));
        engine.answerCommit(conflict(ConflictKind.ROW_READ));
        assertThrows(SerializationConflictException.class, () -> once.run(this::deposit));
        engine.answerCommit(conflict(ConflictKind.RANGE_READ));
        assertThrows(SerializationConflictException.class, () -> once.run(this::deposit));
        engine.answerCommit(CommitResult.Conflicted.abandoned(ID));
        assertThrows(CommitAbandonedException.class, () -> once.run(this::deposit));
        assertEquals(3, engine.begun());
    }

    @Test
    void neverRunsAnIndeterminateCommitAgain() {
        CommitToken token = new CommitToken(ID, new WriterId(2), 5, List.of(7L, 7L, 7L, 7L));
        engine.answerCommit(new CommitResult.Indeterminate(token));
        IndeterminateCommitException thrown =
                assertThrows(IndeterminateCommitException.class, () -> session.run(this::deposit));

        assertEquals(token, thrown.token());
        assertEquals(1, engine.begun());
        assertEquals(CommitResult.Conflicted.abandoned(ID), session.outcome(token));
    }

    @Test
    void rollsBackAndPassesOnWhatTheWorkThrows() {
        IOException failure = new IOException("no card reader");
        TransactionWork<Void, IOException> work = tx -> {
            tx.put(accounts, "alice", 7L);
            throw failure;
        };

        assertSame(failure, assertThrows(IOException.class, () -> session.transact(work)));
        assertEquals(1, engine.begun());
        assertEquals(Optional.empty(), session.transact(tx -> tx.get(accounts, "alice")));
    }

    @Test
    void runsAgainWhenTheWriterIsLostInTheMiddle() {
        session.run(tx -> {
            deposit(tx);
            if (engine.begun() < 3) {
                throw WriterUnavailableException.of(new WriterId(1), WriterState.DOWN);
            }
        });

        assertEquals(3, engine.begun());
        assertEquals(Optional.of(1L), session.transact(tx -> tx.get(accounts, "alice")));
    }

    @Test
    void triesToBeginAgain() {
        engine.failBegin(new OverloadedException("openTransactions", 10));
        engine.failBegin(WriterUnavailableException.none());
        session.run(this::deposit);

        assertEquals(1, engine.begun());
        assertEquals(List.of(), engine.inherited());
        assertEquals(2, engine.pauses().size());
    }

    @Test
    void doesNotHammerOnAQuorumThatIsGone() {
        engine.failBegin(new QuorumLostException(2, 3));
        assertThrows(QuorumLostException.class, () -> session.run(this::deposit));
        assertEquals(0, engine.pauses().size());
    }

    @Test
    void stopsWhenInterruptedAndLeavesTheThreadInterrupted() {
        for (int i = 0; i < ATTEMPTS; i++) {
            engine.answerCommit(conflict(ConflictKind.ROW_WRITTEN));
        }
        engine.onPause(() -> Thread.currentThread().interrupt());
        assertThrows(WriteConflictException.class, () -> session.run(this::deposit));
        assertTrue(Thread.interrupted());
        assertEquals(1, engine.begun());

        Thread.currentThread().interrupt();
        assertThrows(WriteConflictException.class, () -> session.run(this::deposit));
        assertTrue(Thread.interrupted());
        assertEquals(2, engine.begun());
        assertEquals(1, engine.pauses().size());
    }

    @Test
    void commitsOnAnInterruptedThread() {
        Thread.currentThread().interrupt();
        session.run(this::deposit);
        assertTrue(Thread.interrupted());
        assertEquals(Optional.of(1L), session.transact(tx -> tx.get(accounts, "alice")));
    }

    @Test
    void refusesWorkThatCommitsByItself() {
        assertThrows(TransactionClosedException.class, () -> session.run(Transaction::commit));
        assertEquals(1, engine.begun());
    }

    @Test
    void pausesWithJitterWithinThePolicy() {
        for (int i = 0; i < ATTEMPTS - 1; i++) {
            engine.answerCommit(conflict(ConflictKind.ROW_WRITTEN));
        }
        session.run(this::deposit);

        assertEquals(ATTEMPTS - 1, engine.pauses().size());
        assertTrue(engine.pauses().get(0) <= Duration.ofMillis(1).toNanos());
        engine.pauses()
                .forEach(nanos -> assertTrue(nanos <= Duration.ofMillis(2).toNanos()));
        assertFalse(engine.pauses().stream().allMatch(engine.pauses().get(0)::equals));
    }

    @Test
    void handsTheOptionsToEveryAttempt() {
        engine.answerCommit(conflict(ConflictKind.ROW_WRITTEN));
        session.run(TransactionOptions.SERIALIZABLE, tx -> {
            assertSame(TransactionOptions.SERIALIZABLE, tx.options());
            deposit(tx);
        });
        TransactionOptions named = TransactionOptions.DEFAULT.withName("nightly");
        Session nightly = engine.session(SessionOptions.DEFAULT.withTransactions(named));
        assertSame(named, nightly.<TransactionOptions, RuntimeException>transact(Transaction::options));
        nightly.close();
    }

    private void deposit(Transaction tx) {
        tx.add(accounts, "alice", 1);
    }

    private static CommitResult conflict(ConflictKind kind) {
        return new CommitResult.Conflicted(ID, kind, "accounts", "'alice'");
    }
}
