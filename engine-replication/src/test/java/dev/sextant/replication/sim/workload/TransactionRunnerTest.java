package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.DuplicateKeyException;
import dev.sextant.api.OverloadedException;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Session;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.workload.Workload.Step;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What clients take the ends of transactions for, on a session whose answers are made by hand. */
class TransactionRunnerTest {
    private static final TransactionId ID = new TransactionId(1, 2);
    private static final CommitResult COMMITTED = new CommitResult.Committed(ID, ReadPoint.ZERO);
    private static final CommitResult INDETERMINATE =
            new CommitResult.Indeterminate(new CommitToken(ID, new WriterId(0), 1, List.of(7L, 7L, 7L, 7L)));

    private final VirtualTime time = new VirtualTime();
    private final Queue<CompletionStage<CommitResult>> outcomes = new ArrayDeque<>();
    private CompletionStage<CommitResult> commit = CompletableFuture.completedFuture(COMMITTED);
    private final Transaction transaction = proxy(Transaction.class, this::onTransaction);
    private CompletionStage<Transaction> begin = CompletableFuture.completedFuture(transaction);
    private boolean isOpen;

    private interface Answers {
        Object answer(String method);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.answer(method.getName())));
    }

    private Object onSession(String method) {
        isOpen |= method.equals("beginAsync") && !begin.toCompletableFuture().isCompletedExceptionally();
        return method.equals("beginAsync") ? begin : outcomes.remove();
    }

    private Object onTransaction(String method) {
        isOpen = false;
        return method.equals("commitAsync") ? commit : null;
    }

    private Attempt run(TransactionRunner.Work work) {
        Session session = proxy(Session.class, this::onSession);
        CompletableFuture<Attempt> attempt = new TransactionRunner(time)
                .run(session, TransactionOptions.DEFAULT, work)
                .toCompletableFuture();
        time.runFor(60 * VirtualTime.SECOND);
        assertFalse(isOpen, "the transaction was left open");
        return attempt.getNow(null);
    }

    private Attempt run() {
        return run(open -> Stages.done());
    }

    @Test
    void aCommitIsOne() {
        assertEquals(Step.COMMITTED, run().step());
    }

    @Test
    void aConflictIsNoneAndSaysWhich() {
        commit = CompletableFuture.completedFuture(
                new CommitResult.Conflicted(ID, ConflictKind.ROW_READ, "table", "key"));
        assertEquals(new Attempt(Step.ABORTED, Optional.of(ConflictKind.ROW_READ), 0, 0), run());
    }

    @Test
    void whatDoesNotBeginHasNotHappened() {
        begin = CompletableFuture.failedFuture(WriterUnavailableException.none());
        assertEquals(Step.ABORTED, run().step());
    }

    @Test
    void whatFailsBeforeTheCommitHasNotHappened() {
        assertEquals(
                Step.ABORTED,
                run(open -> {
                            throw new CompletionException(QuorumLostException.fewerThan(3));
                        })
                        .step());
        assertEquals(
                Step.ABORTED,
                run(open -> CompletableFuture.failedFuture(new ClusterClosedException()))
                        .step());
    }

    @Test
    void aCommitThatIsRefusedHasNotHappened() {
        commit = CompletableFuture.failedFuture(new OverloadedException("queuedCommits", 1));
        assertEquals(Step.ABORTED, run().step());
    }

    @Test
    void aCommitThatFailsOtherwiseMayHaveHappened() {
        commit = CompletableFuture.failedFuture(new ClusterClosedException());
        assertEquals(Step.UNKNOWN, run().step());
    }

    @Test
    void anOutcomeIsAskedForUntilItIsTold() {
        commit = CompletableFuture.completedFuture(INDETERMINATE);
        outcomes.add(CompletableFuture.failedFuture(WriterUnavailableException.none()));
        outcomes.add(CompletableFuture.completedFuture(INDETERMINATE));
        outcomes.add(CompletableFuture.completedFuture(COMMITTED));
        Attempt attempt = run();
        assertEquals(Step.COMMITTED, attempt.step());
        assertEquals(700 * VirtualTime.MILLI, attempt.endedNanos());
    }

    @Test
    void anOutcomeThatNobodyTellsStaysUnknown() {
        commit = CompletableFuture.completedFuture(INDETERMINATE);
        for (int i = 0; i < TransactionRunner.ASKS; i++) {
            outcomes.add(CompletableFuture.completedFuture(INDETERMINATE));
        }
        assertEquals(Step.UNKNOWN, run().step());
        assertEquals(0, outcomes.size());
    }

    @Test
    void bugsFailTheStage() {
        assertThrows(
                CompletionException.class,
                () -> run(open -> {
                    throw new IllegalStateException("a bug");
                }));
        assertThrows(
                CompletionException.class,
                () -> run(open -> CompletableFuture.failedFuture(new DuplicateKeyException("table", "key"))));
        commit = CompletableFuture.failedFuture(new IllegalStateException("a bug"));
        assertThrows(CompletionException.class, this::run);
    }
}
