package dev.sextant.replication.runtime;

import dev.sextant.api.PageId;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.node.WriterDriver;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterCore;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.replication.writer.WriterReport;
import dev.sextant.replication.writer.WriterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One run of a writer: its core on a thread of its own, from its claim of the slot to its end by being killed, fenced or
 * closed, or by a bug. A run that has ended does nothing any more; what waited for it is told so.
 *
 * <p>Invariants: the state only goes STARTING, OPEN, then FENCED or DOWN; every request is completed once.
 */
final class WriterRun implements WriterPort, Switchboard.Receiver {
    private final NodeContext context;
    private final WriterId id;
    private final BufferPool pool;
    private final SnapshotRegistry snapshots;
    private final CaffeineResidency residency;
    private final WriterCore core;
    private final Mailbox<WriterInput> mailbox;
    private final NodeThread<WriterInput> thread;
    private final Consumer<? super WriterRun> onFenced;
    private final ConcurrentHashMap<Long, CompletableFuture<ClientAnswer>> pending = new ConcurrentHashMap<>();
    private final AtomicLong nextRequest = new AtomicLong();
    private final LongAdder rollbacks = new LongAdder();

    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<WriterState> opened = new CompletableFuture<>();
    private volatile WriterState state = WriterState.STARTING;
    private volatile long incarnation;
    private volatile @Nullable WriterReport report;

    /** Prepares a run; {@link #start} starts it. {@code onFenced} is called on its thread. */
    WriterRun(NodeContext context, WriterSettings settings, Consumer<? super WriterRun> onFenced) {
        this.context = context;
        this.id = settings.id();
        this.onFenced = onFenced;
        mailbox = new Mailbox<>(settings.limits().queuedMessages());
        residency = new CaffeineResidency(context.config().cacheSizeBytes(), this::evict);
        pool = new BufferPool(residency);
        snapshots = new SnapshotRegistry(pool);
        core = new WriterCore(settings, pool, snapshots);
        WriterDriver driver = new WriterDriver(NodeAddress.of(id), core, this::send, this::answered, this::happened);
        thread = new NodeThread<>(
                id.toString(),
                context.clock(),
                mailbox,
                new ReportingDriver<>(driver, this::publish),
                Integer.MAX_VALUE,
                bug -> end(WriterState.DOWN));
    }

    void start() {
        context.network().connect(NodeAddress.of(id), this);
        thread.start();
    }

    /** Ends it at once: what it was about to send is not sent any more, and its requests fail. */
    void kill() {
        thread.stop();
        end(WriterState.DOWN);
    }

    private void end(WriterState last) {
        if (ended.compareAndSet(false, true)) {
            thread.requestStop();
            state = last;
            context.network().disconnect(NodeAddress.of(id), this);
            opened.completeExceptionally(WriterUnavailableException.of(id, last));
            failPending();
        }
    }

    private void failPending() {
        for (Long request : List.copyOf(pending.keySet())) {
            CompletableFuture<ClientAnswer> answer = pending.remove(request);
            if (answer != null) {
                answer.completeExceptionally(WriterUnavailableException.of(id, state));
            }
        }
    }

    private void evict(PageId page) {
        mailbox.put(new WriterInput.Evict(page));
    }

    // ---- the writer's thread ---------------------------------------------------------------------------------------

    private void send(NodeAddress from, NodeAddress to, List<Message> messages) {
        if (!thread.isStopped()) {
            context.network().send(from, to, messages);
        }
    }

    private void answered(long request, ClientAnswer answer) {
        CompletableFuture<ClientAnswer> waiting = pending.remove(request);
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    private void publish() {
        report = core.report();
    }

    private void happened(WriterEvent event) {
        context.events().writer(id, event);
        if (event instanceof WriterEvent.SlotOpened slot) {
            incarnation = slot.incarnation();
            publish();
            if (!ended.get()) {
                state = WriterState.OPEN;
                opened.complete(WriterState.OPEN);
            }
        } else if (event instanceof WriterEvent.Fenced) {
            publish();
            context.clock().at(context.clock().nowNanos(), this::fenced);
        }
    }

    private void fenced() {
        end(WriterState.FENCED);
        onFenced.accept(this);
    }

    // ---- the network's threads -------------------------------------------------------------------------------------

    @Override
    public boolean deliver(NodeAddress from, List<Message> messages) {
        List<WriterInput> inputs = new ArrayList<>(messages.size());
        for (Message message : messages) {
            inputs.add(new WriterInput.Received(from, (WriterMessage) message));
        }
        return mailbox.offerAll(inputs);
    }

    @Override
    public void peerGone(NodeAddress peer) {
        mailbox.put(new WriterInput.PeerGone(peer));
    }

    // ---- clients' threads ------------------------------------------------------------------------------------------

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
        if (!ended.get()) {
            // Refused if the writer is far behind: nobody waits for it, and it is better off without.
            boolean unused = mailbox.offer(input);
        }
    }

    @Override
    public CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input) {
        long request = nextRequest.incrementAndGet();
        CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        pending.put(request, answer);
        if (!mailbox.offer(input.apply(request))) {
            answered(request, new ClientAnswer.Failed(ClientAnswer.Failed.Reason.OVERLOADED));
        }
        if (ended.get()) {
            // It may have ended before it could see this request.
            failPending();
        }
        return answer;
    }

    @Override
    public void rolledBack() {
        rollbacks.increment();
    }

    // ---- the cluster -----------------------------------------------------------------------------------------------

    /** Asks it to take no more work and to end what it has. */
    void beginClose() {
        mailbox.put(new WriterInput.Close());
    }

    /** Completes when it is open, or exceptionally if it ends before. */
    CompletableFuture<WriterState> opened() {
        return opened;
    }

    /** Whether somebody waits for an answer. */
    boolean isBusy() {
        return !ended.get() && !pending.isEmpty();
    }

    long rollbacks() {
        return rollbacks.sum();
    }

    CaffeineResidency residency() {
        return residency;
    }

    /** What it last said of itself; null before its first word. */
    @Nullable
    WriterReport report() {
        return report;
    }
}
