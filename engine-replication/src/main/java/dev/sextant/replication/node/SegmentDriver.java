package dev.sextant.replication.node;

import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.storage.segment.SegmentCore;
import dev.sextant.storage.segment.SegmentEffect;
import dev.sextant.storage.segment.SegmentInput;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a {@link SegmentCore} over a store. A drain goes in rounds: the core takes every input; what it wants kept is written
 * as one batch, synced if any of it must be; only then do the messages of the round leave, one envelope for each receiver;
 * then the store is asked for what the core wants to know, which is the next round's input. It ends when nothing is asked.
 *
 * <p>Invariant I13: no message leaves before everything that the core wanted kept until then is as durable as it wanted. A store
 * that fails takes the segment out of service for good: nothing of that round is sent, and the core is not run again, since
 * it now believes in what the disk may not hold.
 */
public final class SegmentDriver implements NodeDriver<SegmentInput> {
    private static final SegmentInput.Tick TICK = new SegmentInput.Tick();

    private final SegmentId id;
    private final SegmentCore core;
    private final Shelves shelves;
    private final Envelopes envelopes;
    private final NodeEvents events;
    private final Consumer<? super SegmentEffect.Inspected> inspections;
    private final List<SegmentEffect.Load> loads = new ArrayList<>();
    private final List<SegmentEffect.Inspected> inspected = new ArrayList<>();
    private boolean failed;

    /** Drives a core that has not been started; the first drain should bring it {@link SegmentInput.Start}. */
    public SegmentDriver(
            SegmentId id,
            SegmentCore core,
            SegmentStore store,
            Network network,
            NodeEvents events,
            Consumer<? super SegmentEffect.Inspected> inspections) {
        this.id = id;
        this.core = core;
        this.shelves = new Shelves(store);
        this.envelopes = new Envelopes(NodeAddress.of(id), network);
        this.events = events;
        this.inspections = inspections;
    }

    /** Whether the store failed. */
    public boolean hasFailed() {
        return failed;
    }

    @Override
    public void drain(List<? extends SegmentInput> inputs, long nowNanos) {
        if (failed) {
            return;
        }
        try {
            for (SegmentInput input : inputs) {
                core.on(input, nowNanos, this::perform);
            }
            if (core.nextWakeNanos() <= nowNanos) {
                core.on(TICK, nowNanos, this::perform);
            }
            endRound();
            while (!loads.isEmpty()) {
                answerLoads(nowNanos);
                endRound();
            }
        } catch (StoreException failure) {
            failed = true;
            loads.clear();
            envelopes.discard();
            inspected.clear();
            events.storeFailed(id, failure);
        }
    }

    private void answerLoads(long nowNanos) {
        List<SegmentEffect.Load> asked = List.copyOf(loads);
        loads.clear();
        for (SegmentEffect.Load load : asked) {
            core.on(shelves.find(load), nowNanos, this::perform);
        }
    }

    private void endRound() {
        shelves.write();
        envelopes.post();
        inspected.forEach(inspections);
        inspected.clear();
    }

    private void perform(SegmentEffect effect) {
        if (effect instanceof SegmentEffect.Send send) {
            envelopes.add(send.to(), send.message());
        } else if (effect instanceof SegmentEffect.Persist persist) {
            shelves.gather(persist);
        } else if (effect instanceof SegmentEffect.Load load) {
            loads.add(load);
        } else if (effect instanceof SegmentEffect.Happened happened) {
            events.segment(id, happened.event());
        } else if (effect instanceof SegmentEffect.Inspected answer) {
            inspected.add(answer);
        } else {
            throw new AssertionError("unhandled " + effect);
        }
    }

    @Override
    public long nextWakeNanos() {
        return failed ? Long.MAX_VALUE : core.nextWakeNanos();
    }
}
