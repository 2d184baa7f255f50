package dev.sextant.replication.runtime;

import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/** A writer that answers when the test says so. */
final class HeldPort implements WriterPort {
    final List<Held> requests = new ArrayList<>();
    WriterState state = WriterState.OPEN;

    private final WriterId id;
    private final long incarnation;

    /** A request that waits. */
    record Held(WriterInput input, CompletableFuture<ClientAnswer> answer) {}

    HeldPort(WriterId id, long incarnation) {
        this.id = id;
        this.incarnation = incarnation;
    }

    /** The only request, which is no longer waiting then. */
    Held taken() {
        if (requests.size() != 1) {
            throw new AssertionError("one request waits: " + requests);
        }
        return requests.remove(0);
    }

    @Override
    public WriterId id() {
        return id;
    }

    @Override
    public WriterState state() {
        return state;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input) {
        Held held = new Held(input.apply(requests.size()), new CompletableFuture<>());
        requests.add(held);
        return held.answer();
    }

    @Override
    public BufferPool pool() {
        throw new AssertionError("who hands over for others reads nothing here");
    }

    @Override
    public SnapshotRegistry snapshots() {
        throw new AssertionError("who hands over for others reads nothing here");
    }

    @Override
    public void submit(WriterInput input) {
        throw new AssertionError("everything that is handed over is answered");
    }

    @Override
    public void rolledBack() {
        throw new AssertionError("what is handed over is not rolled back");
    }
}
