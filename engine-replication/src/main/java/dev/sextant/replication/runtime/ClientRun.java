package dev.sextant.replication.runtime;

import dev.sextant.api.PageId;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.node.WriterDriver;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.ClientCore;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.LongFunction;

/**
 * One run of a node that has clients: its core on a thread of its own. A run that has ended does nothing any more; what waited for it
 * is told so.
 *
 * <p>Invariant: every request is completed once.
 *
 * @param <C> its core
 */
abstract class ClientRun<C extends ClientCore> implements Switchboard.Receiver {
    private final NodeContext context;
    private final NodeAddress address;
    private final BufferPool pool;
    private final SnapshotRegistry snapshots;
    private final CaffeineResidency residency;
    private final C core;
    private final Mailbox<WriterInput> mailbox;
    private final NodeThread<WriterInput> thread;
    private final ConcurrentHashMap<Long, CompletableFuture<ClientAnswer>> pending = new ConcurrentHashMap<>();
    private final AtomicLong nextRequest = new AtomicLong();
    private final LongAdder rollbacks = new LongAdder();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Prepares a run; {@link #start} starts it. */
    ClientRun(NodeContext context, NodeAddress address, BiFunction<BufferPool, SnapshotRegistry, C> makesCore) {
        this.context = context;
        this.address = address;
        mailbox = new Mailbox<>(context.config().limits().queuedMessages());
        residency = new CaffeineResidency(context.config().cacheSizeBytes(), this::evict);
        pool = new BufferPool(residency);
        snapshots = new SnapshotRegistry(pool);
        core = makesCore.apply(pool, snapshots);
        WriterDriver driver = new WriterDriver(address, core, this::send, this::answered, this::happened);
        thread = new NodeThread<>(
                address.toString(),
                context.clock(),
                mailbox,
                new ReportingDriver<>(driver, () -> publish(core)),
                Integer.MAX_VALUE,
                bug -> endDown());
    }

    /** Something has happened; on its thread. */
    abstract void happened(WriterEvent event);

    /** Keeps what it says of itself; on its thread. */
    abstract void publish(C of);

    /** Ends it because of a bug, or since it was killed. */
    abstract void endDown();

    /** Why it takes no work. */
    public abstract WriterUnavailableException unavailable();

    final void start() {
        context.network().connect(address, this);
        thread.start();
    }

    /** Ends it at once: what it was about to send is not sent any more, and its requests fail. */
    final void kill() {
        thread.stop();
        endDown();
    }

    /** Ends it; {@code becomes} sets its last state, before anybody is told. Only the first call does anything. */
    final void end(Runnable becomes) {
        if (ended.compareAndSet(false, true)) {
            thread.requestStop();
            becomes.run();
            context.network().disconnect(address, this);
            failPending();
        }
    }

    final boolean hasEnded() {
        return ended.get();
    }

    /** Keeps what it says of itself now; on its thread. */
    final void publishNow() {
        publish(core);
    }

    private void failPending() {
        for (Long request : List.copyOf(pending.keySet())) {
            CompletableFuture<ClientAnswer> answer = pending.remove(request);
            if (answer != null) {
                answer.completeExceptionally(unavailable());
            }
        }
    }

    private void evict(PageId page) {
        mailbox.put(new WriterInput.Evict(page));
    }

    // ---- its thread ------------------------------------------------------------------------------------------------

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

    // ---- the network's threads -------------------------------------------------------------------------------------

    @Override
    public final boolean deliver(NodeAddress from, List<Message> messages) {
        List<WriterInput> inputs = new ArrayList<>(messages.size());
        for (Message message : messages) {
            inputs.add(new WriterInput.Received(from, (WriterMessage) message));
        }
        return mailbox.offerAll(inputs);
    }

    @Override
    public final void peerGone(NodeAddress peer) {
        mailbox.put(new WriterInput.PeerGone(peer));
    }

    // ---- clients' threads ------------------------------------------------------------------------------------------

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
        if (!ended.get()) {
            // Refused if it is far behind: nobody waits for it, and it is better off without.
            boolean unused = mailbox.offer(input);
        }
    }

    /** See {@link dev.sextant.replication.client.ReaderPort#request}. */
    public final CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input) {
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

    /** See {@link dev.sextant.replication.client.ReaderPort#rolledBack}. */
    public final void rolledBack() {
        rollbacks.increment();
    }

    // ---- the cluster -----------------------------------------------------------------------------------------------

    /** Asks it to take no more work and to end what it has. */
    final void beginClose() {
        mailbox.put(new WriterInput.Close());
    }

    /** Whether somebody waits for an answer. */
    final boolean isBusy() {
        return !ended.get() && !pending.isEmpty();
    }

    final long rollbacks() {
        return rollbacks.sum();
    }

    final CaffeineResidency residency() {
        return residency;
    }

    final NodeContext context() {
        return context;
    }
}
