package dev.sextant.replication.sim.world;

import dev.sextant.api.PageId;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.node.WriterDriver;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterCore;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.replication.writer.WriterReport;
import dev.sextant.replication.writer.WriterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * One run of a writer: a process that claims a slot, holds it, and loses it or dies. Its clients talk to it directly, as from
 * the same process; when it stands still, so does whoever waits for its answer.
 */
public final class SimWriter implements WriterPort {
    private final World world;
    private final WriterId id;
    private final SimProcess<WriterInput> process;
    private final LruResidency residency;
    private final BufferPool pool;
    private final SnapshotRegistry snapshots;
    private final WriterCore core;
    private final Map<Long, CompletableFuture<ClientAnswer>> pending = new TreeMap<>();
    private long nextRequest;
    private WriterState state = WriterState.STARTING;
    private long incarnation;
    private long rollbacks;
    private boolean ended;

    SimWriter(World world, WriterSettings settings, Consumer<SimWriter> onFenced) {
        this.world = world;
        id = settings.id();
        process = new SimProcess<>(
                world.time(),
                new SimProcess.Parts<>(
                        NodeAddress.of(id),
                        (from, message) -> new WriterInput.Received(from, (WriterMessage) message),
                        () -> world.settings().writerNanos(),
                        settings.limits().queuedMessages(),
                        Integer.MAX_VALUE));
        residency = new LruResidency(world.settings().cacheSizeBytes(), page -> evict(page));
        pool = new BufferPool(residency);
        snapshots = new SnapshotRegistry(pool);
        core = new WriterCore(settings, pool, snapshots);
        WriterDriver driver = new WriterDriver(
                id,
                core,
                (from, to, messages) ->
                        world.send(process, to, messages, world.settings().writerNanos()),
                this::answered,
                new Events(onFenced));
        world.network().connect(process);
        process.start(driver, new WriterInput.Tick());
        world.trace().event("start", id.toString(), "");
    }

    private void evict(PageId page) {
        process.put(new WriterInput.Evict(page));
    }

    private final class Events extends World.IgnoredEvents {
        private final Consumer<SimWriter> onFenced;

        Events(Consumer<SimWriter> onFenced) {
            this.onFenced = onFenced;
        }

        @Override
        public void writer(WriterId writer, WriterEvent event) {
            if (!event.isRoutine()) {
                world.trace().event("event", writer.toString(), event.toString());
            }
            if (event instanceof WriterEvent.SlotOpened slot && !ended) {
                incarnation = slot.incarnation();
                state = WriterState.OPEN;
            } else if (event instanceof WriterEvent.Fenced) {
                world.time().after(0, () -> {
                    end(WriterState.FENCED);
                    onFenced.accept(SimWriter.this);
                });
            }
        }
    }

    private void answered(long request, ClientAnswer answer) {
        CompletableFuture<ClientAnswer> waiting = pending.remove(request);
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    // ---- its process -----------------------------------------------------------------------------------------------

    /** Ends it at once. */
    void kill() {
        end(WriterState.DOWN);
    }

    private void end(WriterState last) {
        if (ended) {
            return;
        }
        ended = true;
        state = last;
        process.end();
        world.disconnect(process);
        world.trace().event("end", id.toString(), last.toString());
        List<CompletableFuture<ClientAnswer>> waiting = new ArrayList<>(pending.values());
        pending.clear();
        waiting.forEach(answer -> answer.completeExceptionally(WriterUnavailableException.of(id, last)));
    }

    SimProcess<WriterInput> process() {
        return process;
    }

    boolean hasEnded() {
        return ended;
    }

    /** What it says of itself. */
    public WriterReport report() {
        return core.report();
    }

    /** How many transactions on it were rolled back. */
    public long rollbacks() {
        return rollbacks;
    }

    /** What its pages in memory take. */
    public long cacheSizeBytes() {
        return residency.sizeBytes();
    }

    /** How often a page was found in memory. */
    public long cacheHits() {
        return residency.hits();
    }

    // ---- its clients -----------------------------------------------------------------------------------------------

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
    public BufferPool pool() {
        return pool;
    }

    @Override
    public SnapshotRegistry snapshots() {
        return snapshots;
    }

    @Override
    public void submit(WriterInput input) {
        if (!ended) {
            // Refused if it is far behind: nobody waits for it.
            boolean unused = process.offer(input);
        }
    }

    @Override
    public CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input) {
        if (ended) {
            return CompletableFuture.failedFuture(WriterUnavailableException.of(id, state));
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

    @Override
    public void rolledBack() {
        rollbacks++;
    }

    @Override
    public String toString() {
        return id + " incarnation " + incarnation + " " + state;
    }
}
