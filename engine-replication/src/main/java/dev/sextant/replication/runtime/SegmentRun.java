package dev.sextant.replication.runtime;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.replication.node.ConfiguredSegments;
import dev.sextant.replication.node.NodeEvents;
import dev.sextant.replication.node.SegmentDriver;
import dev.sextant.storage.segment.SegmentCore;
import dev.sextant.storage.segment.SegmentCounters;
import dev.sextant.storage.segment.SegmentEffect;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.segment.SegmentInput;
import dev.sextant.storage.segment.SegmentSettings;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a segment: its core over an open store on a thread of its own, from the opening of the store to its end by being
 * killed or closed, by a failing store, or by a bug.
 *
 * <p>Invariant: a run that has ended has sent its last message, and its store is closed.
 */
final class SegmentRun implements Switchboard.Receiver {
    private final NodeContext context;
    private final SegmentId id;
    private final SegmentStore store;
    private final SegmentCore core;
    private final Mailbox<SegmentInput> mailbox;
    private final NodeThread<SegmentInput> thread;
    private final ConcurrentHashMap<Long, CompletableFuture<SegmentEffect.Inspected>> inspections =
            new ConcurrentHashMap<>();
    private final AtomicLong nextInspection = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable SegmentCounters counters;
    private final Consumer<? super Trouble> onTrouble;
    private final Runnable onDamage;
    private volatile @Nullable String damage;
    private volatile boolean failed;

    /**
     * Prepares a run; {@link #start} starts it.
     *
     * @param onTrouble hears why it is out of service, once at most, on the segment's thread
     * @param onDamage hears once that the disk is damaged, though the segment goes on, on its thread
     */
    SegmentRun(
            NodeContext context,
            SegmentId id,
            Disks.Mounted disk,
            Consumer<? super Trouble> onTrouble,
            Runnable onDamage) {
        this.onTrouble = onTrouble;
        this.onDamage = onDamage;
        this.context = context;
        this.id = id;
        this.store = disk.store();
        SegmentSettings settings = ConfiguredSegments.settings(id, disk.freshGeneration(), context.config());
        core = new SegmentCore(settings);
        mailbox = new Mailbox<>(context.config().limits().queuedMessages());
        SegmentDriver driver = new SegmentDriver(id, core, store, this::send, new Events(), this::inspected);
        thread = new NodeThread<>(
                id.toString(),
                context.clock(),
                mailbox,
                new ReportingDriver<>(driver, () -> counters = core.counters()),
                context.config().limits().segmentBatch(),
                bug -> {
                    failed = true;
                    end();
                    onTrouble.accept(Trouble.bug(bug));
                });
    }

    void start() {
        mailbox.put(new SegmentInput.Start());
        context.network().connect(NodeAddress.of(id), this);
        thread.start();
    }

    SegmentStore store() {
        return store;
    }

    /** What it found damaged on its disk, though it goes on; null if nothing. */
    @Nullable
    String damage() {
        return damage;
    }

    /** From now on it sends nothing and begins nothing. */
    void silence() {
        thread.requestStop();
    }

    /** Ends it; returns when nothing of it is left but what is on its disk. */
    void stop() {
        thread.stop();
        end();
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            thread.requestStop();
            context.network().disconnect(NodeAddress.of(id), this);
            failInspections();
            closeStore();
        }
    }

    /** One that failed may fail again as it is closed; the first failure says all. */
    private void closeStore() {
        try {
            store.close();
        } catch (StoreException again) {
            context.events().storeFailed(id, again);
        }
    }

    private void failInspections() {
        for (Long request : List.copyOf(inspections.keySet())) {
            inspected(new SegmentEffect.Inspected(
                    request, id + " went down", ReadPoint.ZERO, ReadPoint.ZERO, List.of(), null));
        }
    }

    // ---- the segment's thread --------------------------------------------------------------------------------------

    private void send(NodeAddress from, NodeAddress to, List<Message> messages) {
        if (!thread.isStopped()) {
            context.network().send(from, to, messages);
        }
    }

    private void inspected(SegmentEffect.Inspected answer) {
        CompletableFuture<SegmentEffect.Inspected> waiting = inspections.remove(answer.requestId());
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    private final class Events implements NodeEvents {
        @Override
        public void segment(SegmentId segment, SegmentEvent event) {
            context.events().segment(segment, event);
            if (event instanceof SegmentEvent.DiskDamaged damaged) {
                damage = damaged.problem();
                onDamage.run();
            } else if (event instanceof SegmentEvent.OutOfService outOfService) {
                failed = true;
                onTrouble.accept(Trouble.unreadable(outOfService.problem(), outOfService.damaged()));
            }
        }

        @Override
        public void storeFailed(SegmentId segment, StoreException failure) {
            // A store that fails since its power was cut on purpose is no news.
            if (!thread.isStopped()) {
                failed = true;
                context.events().storeFailed(segment, failure);
                end();
                onTrouble.accept(Trouble.of(failure));
            }
        }
    }

    // ---- any thread ------------------------------------------------------------------------------------------------

    @Override
    public boolean deliver(NodeAddress from, List<Message> messages) {
        List<SegmentInput> inputs = new ArrayList<>(messages.size());
        for (Message message : messages) {
            inputs.add(new SegmentInput.Received(from, (SegmentMessage) message));
        }
        return mailbox.offerAll(inputs);
    }

    @Override
    public void peerGone(NodeAddress peer) {
        // A segment asks whom it needs when it needs it, so it has no use for this.
    }

    /** Digests pages from one on, as of a read point. */
    CompletableFuture<SegmentEffect.Inspected> inspect(ReadPoint since, ReadPoint at, PageId from, int mostPages) {
        long request = nextInspection.incrementAndGet();
        CompletableFuture<SegmentEffect.Inspected> answer = new CompletableFuture<>();
        inspections.put(request, answer);
        mailbox.put(new SegmentInput.Inspect(request, since, at, from, mostPages));
        if (ended.get()) {
            failInspections();
        }
        return answer;
    }

    /** What it has heard of: nothing that it has said until now is above it. Nothing if it has ended. */
    CompletableFuture<ReadPoint> heard() {
        return inspect(ReadPoint.ZERO, ReadPoint.ZERO, PageId.CATALOG_ROOT, 1)
                .thenApply(SegmentEffect.Inspected::heard);
    }

    boolean hasEnded() {
        return ended.get();
    }

    SegmentState state() {
        if (failed) {
            return SegmentState.FAILED;
        }
        SegmentCounters now = counters;
        if (ended.get() || now == null || !now.serving()) {
            return SegmentState.DOWN;
        }
        return now.whole() ? SegmentState.UP : SegmentState.REBUILDING;
    }

    /** What it last said of itself; null before its first word. */
    @Nullable
    SegmentCounters counters() {
        return counters;
    }
}
