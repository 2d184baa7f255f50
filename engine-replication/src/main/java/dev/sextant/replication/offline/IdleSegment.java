package dev.sextant.replication.offline;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.node.NodeEvents;
import dev.sextant.replication.node.SegmentDriver;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.segment.SegmentCore;
import dev.sextant.storage.segment.SegmentEffect;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.segment.SegmentInput;
import dev.sextant.storage.segment.SegmentSettings;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The core of a segment over its store, recovered, and asked by nobody but us: time stands still, and what it would send to
 * others goes nowhere.
 */
final class IdleSegment {
    private static final long NOW_NANOS = 0;
    private static final NodeAddress ASKER = NodeAddress.of(new WriterId(0));
    private static final int REQUEST = 1;

    private final SegmentId id;
    private final SegmentCore core;
    private final SegmentDriver driver;
    private @Nullable Message answer;
    private SegmentEffect.@Nullable Inspected inspected;
    private @Nullable String problem;
    private @Nullable StoreException failure;

    private IdleSegment(SegmentId id, SegmentStore store, long freshGeneration) {
        this.id = id;
        core = new SegmentCore(SegmentSettings.of(id, freshGeneration));
        driver = new SegmentDriver(
                id, core, new UnwrittenStore(store), this::sent, new Events(), answered -> inspected = answered);
    }

    /** Recovers it, or finds out why it cannot. */
    static IdleSegment started(SegmentId id, SegmentStore store, long freshGeneration) {
        IdleSegment segment = new IdleSegment(id, store, freshGeneration);
        segment.drain(new SegmentInput.Start());
        return segment;
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

    /** Whether it counts. */
    boolean isWhole() {
        return core.counters().whole();
    }

    /** What it can build pages for. */
    ReadPoint held() {
        return core.counters().held();
    }

    /** Digests of its pages from one on. */
    SegmentEffect.Inspected inspect(ReadPoint since, ReadPoint at, PageId from, int mostPages) {
        inspected = null;
        drain(new SegmentInput.Inspect(REQUEST, since, at, from, mostPages));
        SegmentEffect.Inspected told = inspected;
        return told == null
                ? new SegmentEffect.Inspected(
                        REQUEST, id + " does not serve", ReadPoint.ZERO, ReadPoint.ZERO, List.of(), null)
                : told;
    }

    /** Below it, history has been collected. */
    ReadPoint floor() {
        return inspect(held(), held(), PageId.CATALOG_ROOT, 1).floor();
    }

    /** A page as of a read point; null if it cannot be built here. */
    @Nullable
    Page page(PageId page, ReadPoint at) {
        answer = null;
        drain(new SegmentInput.Received(ASKER, new SegmentMessage.ReadPage(REQUEST, page, at)));
        if (answer instanceof WriterMessage.PageBuilt built) {
            return built.version().isNone() ? Page.EMPTY : Page.fromImage(page, built.image());
        }
        return null;
    }

    private final class Events implements NodeEvents {
        @Override
        public void segment(SegmentId segment, SegmentEvent event) {
            if (event instanceof SegmentEvent.OutOfService out) {
                problem = out.problem();
            }
        }

        @Override
        public void writer(WriterId writer, WriterEvent event) {
            throw new AssertionError("a segment tells of writers");
        }

        @Override
        public void storeFailed(SegmentId segment, StoreException storeFailure) {
            failure = storeFailure;
        }
    }
}
