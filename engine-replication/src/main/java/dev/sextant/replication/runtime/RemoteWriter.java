package dev.sextant.replication.runtime;

import dev.sextant.api.CommitToken;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.replication.client.ReaderPort;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One run of a writer in another process, for transactions of this one: they read on the writer or the replica here and hand their commits
 * over.
 *
 * <p>Thread safety: any thread.
 */
final class RemoteWriter implements WriterPort {
    private final CommitRelay relay;
    private final WriterId id;
    private final long incarnation;
    private final String peer;
    /** Null until somebody wants to use it. */
    private final @Nullable ReaderPort reads;
    /** Whether the run has ended; of all its ports. */
    private final AtomicBoolean ended;

    /** A run that was told of. */
    RemoteWriter(CommitRelay relay, WriterId id, long incarnation, String peer) {
        this.relay = relay;
        this.id = id;
        this.incarnation = incarnation;
        this.peer = peer;
        reads = null;
        ended = new AtomicBoolean();
    }

    /** The same run, for transactions that read on another run here. */
    RemoteWriter(CommitRelay relay, RemoteWriter same, ReaderPort reads) {
        this.relay = relay;
        id = same.id;
        incarnation = same.incarnation;
        peer = same.peer;
        this.reads = reads;
        ended = same.ended;
    }

    boolean readsOn(ReaderPort run) {
        return reads == run;
    }

    boolean isSameRun(RemoteWriter other) {
        return ended == other.ended;
    }

    String peer() {
        return peer;
    }

    boolean isServing() {
        return !ended.get();
    }

    void ended() {
        ended.set(true);
    }

    private ReaderPort reads() {
        ReaderPort run = reads;
        if (run == null) {
            throw new IllegalStateException("commits are handed over to " + id + " only by who reads here");
        }
        return run;
    }

    @Override
    public WriterId id() {
        return id;
    }

    @Override
    public WriterState state() {
        ReaderPort run = reads;
        return isServing() && run != null && run.isOpen() ? WriterState.OPEN : WriterState.DOWN;
    }

    @Override
    public boolean isHere() {
        return false;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public BufferPool pool() {
        return reads().pool();
    }

    @Override
    public SnapshotRegistry snapshots() {
        return reads().snapshots();
    }

    /** A function that merges is here and not there. */
    @Override
    public boolean mergesAtCommit() {
        return false;
    }

    @Override
    public void submit(WriterInput input) {
        reads().submit(input);
    }

    @Override
    public CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input) {
        WriterInput asked = input.apply(0);
        if (asked instanceof WriterInput.Commit commit) {
            List<Long> after = CommitToken.after(pool().current().point());
            CommitToken token = new CommitToken(commit.request().transaction(), id, incarnation, after);
            return relay.commit(this, commit.request(), token);
        }
        if (asked instanceof WriterInput.AskOutcome ask) {
            return relay.askOutcome(ask.token(), ask.deadlineNanos());
        }
        if (asked instanceof WriterInput.Backtrack) {
            return CompletableFuture.completedFuture(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.NOT_OPEN));
        }
        return reads().request(input);
    }

    @Override
    public void rolledBack() {
        reads().rolledBack();
    }
}
