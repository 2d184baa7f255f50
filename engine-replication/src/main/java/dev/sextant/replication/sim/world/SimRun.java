package dev.sextant.replication.sim.world;

import dev.sextant.api.PageId;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.node.WriterDriver;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.ClientCore;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.LongFunction;

/**
 * One run of a node that has clients: a process from its start to its end. Its clients talk to it directly, as from the same process;
 * when it stands still, so does whoever waits for its answer.
 */
abstract class SimRun {
    private final World world;
    private final NodeAddress address;
    private final SimProcess<WriterInput> process;
    private final LruResidency residency;
    private final BufferPool pool;
    private final SnapshotRegistry snapshots;
    private final Map<Long, CompletableFuture<ClientAnswer>> pending = new TreeMap<>();
    private long nextRequest;
    private long rollbacks;
    private boolean ended;

    SimRun(World world, NodeAddress address) {
        this.world = world;
        this.address = address;
        process = new SimProcess<>(
                world.time(),
                new SimProcess.Parts<>(
                        address,
                        (from, message) -> new WriterInput.Received(from, (WriterMessage) message),
                        () -> world.settings().writerNanos(),
                        world.settings().config().limits().queuedMessages(),
                        Integer.MAX_VALUE));
        residency = new LruResidency(world.settings().cacheSizeBytes(), page -> evict(page));
        pool = new BufferPool(residency);
        snapshots = new SnapshotRegistry(pool);
    }

    /** Starts it; {@link #happened} is called from then on. */
    final <C extends ClientCore> C start(BiFunction<BufferPool, SnapshotRegistry, C> makes) {
        C core = makes.apply(pool, snapshots);
        WriterDriver driver = new WriterDriver(
                address,
                core,
                (from, to, messages) ->
                        world.send(process, to, messages, world.settings().writerNanos()),
                this::answered,
                this::tell);
        world.network().connect(process);
        process.start(driver, new WriterInput.Tick());
        world.trace().event("start", address.toString(), "");
        return core;
    }

    private void tell(WriterEvent event) {
        if (!event.isRoutine()) {
            world.trace().event("event", address.toString(), event.toString());
        }
        happened(event);
    }

    /** Something has happened in its core. */
    abstract void happened(WriterEvent event);

    /** Why it takes no work. */
    public abstract WriterUnavailableException unavailable();

    private void evict(PageId page) {
        process.put(new WriterInput.Evict(page));
    }

    private void answered(long request, ClientAnswer answer) {
        CompletableFuture<ClientAnswer> waiting = pending.remove(request);
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    // ---- its process -----------------------------------------------------------------------------------------------

    /** Ends it at once. Its state is set before, as clients look at it when they are told. */
    final void end(Object last) {
        ended = true;
        process.end();
        world.disconnect(process);
        world.trace().event("end", address.toString(), last.toString());
        List<CompletableFuture<ClientAnswer>> waiting = new ArrayList<>(pending.values());
        pending.clear();
        waiting.forEach(answer -> answer.completeExceptionally(unavailable()));
    }

    final World world() {
        return world;
    }

    final SimProcess<WriterInput> process() {
        return process;
    }

    final boolean hasEnded() {
        return ended;
    }

    /** How many transactions on it were rolled back. */
    public final long rollbacks() {
        return rollbacks;
    }

    /** What its pages in memory take. */
    public final long cacheSizeBytes() {
        return residency.sizeBytes();
    }

    /** How often a page was found in memory. */
    public final long cacheHits() {
        return residency.hits();
    }

    // ---- its clients -----------------------------------------------------------------------------------------------

    /** See {@link dev.sextant.replication.client.ReaderPort#pool}. */
    public final BufferPool pool() {
        return pool;
    }

    /** See {@link dev.sextant.replication.client.ReaderPort#snapshots}. */
    public final SnapshotRegistry snapshots() {
        return snapshots;
    }

    /** See {@link dev.sextant.replication.client.ReaderPort#submit}. */
    public final void submit(WriterInput input) {
        if (!ended) {
            // Refused if it is far behind: nobody waits for it.
            boolean unused = process.offer(input);
        }
    }

    /** See {@link dev.sextant.replication.client.ReaderPort#request}. */
    public final CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input) {
        if (ended) {
            return CompletableFuture.failedFuture(unavailable());
        }
        long request = ++nextRequest;
        CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        pending.put(request, answer);
        if (!process.offer(onItsClock(input.apply(request)))) {
            answered(request, new ClientAnswer.Failed(ClientAnswer.Failed.Reason.OVERLOADED));
        }
        return answer;
    }

    /** Its clients live in its process and share its clock; here they are drawn on the world's. */
    private WriterInput onItsClock(WriterInput input) {
        if (input instanceof WriterInput.Commit commit) {
            CommitRequest request = commit.request();
            return new WriterInput.Commit(
                    commit.requestId(),
                    new CommitRequest(
                            request.transaction(),
                            request.checked(),
                            request.snapshot(),
                            request.age(),
                            local(request.deadlineNanos())));
        } else if (input instanceof WriterInput.AwaitPoint await) {
            return new WriterInput.AwaitPoint(await.requestId(), await.target(), local(await.deadlineNanos()));
        } else if (input instanceof WriterInput.AwaitGlobal await) {
            return new WriterInput.AwaitGlobal(await.requestId(), local(await.deadlineNanos()));
        } else if (input instanceof WriterInput.AwaitMoment await) {
            return new WriterInput.AwaitMoment(await.requestId(), await.epochMillis(), local(await.deadlineNanos()));
        } else if (input instanceof WriterInput.AskOutcome ask) {
            return new WriterInput.AskOutcome(ask.requestId(), ask.token(), local(ask.deadlineNanos()));
        }
        return input;
    }

    private long local(long worldNanos) {
        return process.clock().localOf(worldNanos);
    }

    /** See {@link dev.sextant.replication.client.ReaderPort#rolledBack}. */
    public final void rolledBack() {
        rollbacks++;
    }
}
