package dev.sextant.replication.offline;

import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The core of a segment over a store, driven by nobody but us: time stands still, and of what it would send only the answers to
 * us go somewhere. Throws what the store throws. Not thread safe.
 */
final class StillCore {
    private static final long NOW_NANOS = 0;
    private static final NodeAddress ASKER = NodeAddress.of(new WriterId(0));

    private final SegmentCore core;
    private final SegmentDriver driver;
    private @Nullable Message answer;
    private SegmentEffect.@Nullable Inspected inspected;
    private @Nullable String problem;
    private @Nullable String lastTrouble;
    private @Nullable StoreException failure;

    private StillCore(SegmentId id, SegmentStore store, long freshGeneration, SegmentLayout layout) {
        core = new SegmentCore(SegmentSettings.of(id, freshGeneration).withLayout(layout));
        driver = new SegmentDriver(id, core, store, this::sent, new Events(), told -> inspected = told);
    }

    /** Recovers it, or finds out why it cannot. */
    static StillCore started(SegmentId id, SegmentStore store, long freshGeneration, SegmentLayout layout) {
        StillCore still = new StillCore(id, store, freshGeneration, layout);
        still.drain(new SegmentInput.Start());
        return still;
    }

    private void drain(SegmentInput input) {
        driver.drain(List.of(input), NOW_NANOS);
        if (failure != null) {
            throw failure;
        }
    }

    private void sent(NodeAddress from, NodeAddress to, List<Message> messages) {
        if (to.equals(ASKER)) {
            answer = messages.get(messages.size() - 1);
        }
    }

    /** Why it cannot serve; null if it can. */
    @Nullable
    String problem() {
        return problem;
    }

    /** What it last could not read; null if there was nothing. */
    @Nullable
    String lastTrouble() {
        return lastTrouble;
    }

    SegmentCounters counters() {
        return core.counters();
    }

    /** Brings it a message; what it answers to us, or null. */
    @Nullable
    Message ask(SegmentMessage message) {
        answer = null;
        tell(ASKER, message);
        return answer;
    }

    /** Brings it a message from somebody else. */
    void tell(NodeAddress from, SegmentMessage message) {
        drain(new SegmentInput.Received(from, message));
    }

    /** Has pages digested; null if it does not serve. */
    SegmentEffect.@Nullable Inspected inspect(SegmentInput.Inspect request) {
        inspected = null;
        drain(request);
        return inspected;
    }

    private final class Events implements NodeEvents {
        @Override
        public void segment(SegmentId segment, SegmentEvent event) {
            if (event instanceof SegmentEvent.OutOfService out) {
                problem = out.problem();
            } else if (event instanceof SegmentEvent.PageBroken broken) {
                lastTrouble = broken.page() + ": " + broken.problem();
            } else if (event instanceof SegmentEvent.LoadFailed failed) {
                lastTrouble = failed.what() + ": " + failed.problem();
            }
        }

        @Override
        public void storeFailed(SegmentId segment, StoreException storeFailure) {
            failure = storeFailure;
        }
    }
}
