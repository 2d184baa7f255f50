package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.ReadPointTracker;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.Redo;
import dev.sextant.storage.tree.VersionedPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies what committed, by whomever, to the cached pages, atomically and in an order that respects what each proposal was
 * built on, and grows the read point that new transactions begin at.
 *
 * <p>Invariants: I11 a proposal is applied only when the read point covers its deps; I15 the read point is published after all
 * its pages are changed; redo for a page whose fetch is under way waits for the page.
 */
final class RedoApplier {
    private static final int LSN_SAMPLES = 4096;

    private final @Nullable WriterId self;
    private final BufferPool pool;
    private final SnapshotRegistry snapshots;
    private final TreeMap<ProposalId, Proposal> waiting = new TreeMap<>();
    /** Redo that arrived for a page after its fetch began. */
    private final TreeMap<PageId, List<Arrived>> fetching = new TreeMap<>();

    private final List<ArrayDeque<VersionId>> appliedVersions = new ArrayList<>();
    private final List<Consumer<Proposal>> listeners = new ArrayList<>();
    /** Pages that were taken back while they were being fetched. */
    private final TreeSet<PageId> outdated = new TreeSet<>();

    /** Applied since the read point was published. */
    private final List<Proposal> unpublished = new ArrayList<>();

    private ReadPointTracker tracker = new ReadPointTracker();
    /** The newest backtrack that was applied; null while that is not known. */
    private @Nullable VersionId line;

    private boolean changed;
    /** Entered, and not yet applied: not empty only while {@link #applying}. */
    private final ArrayDeque<ProposalId> entering = new ArrayDeque<>();

    private boolean applying;

    private record Arrived(PageWrite write, VersionId version) {}

    /**
     * Applies to a pool.
     *
     * @param self the writer whose pool it is; null for a read replica's
     */
    RedoApplier(@Nullable WriterId self, BufferPool pool, SnapshotRegistry snapshots) {
        this.self = self;
        this.pool = pool;
        this.snapshots = snapshots;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            appliedVersions.add(new ArrayDeque<>());
        }
    }

    /** Hears of every proposal right after it was applied. */
    void onApplied(Consumer<Proposal> listener) {
        listeners.add(listener);
    }

    /** Starts at a read point that a segment holds. Nothing is cached yet. */
    void start(ReadPoint held) {
        Check.state(tracker.point().equals(ReadPoint.ZERO), "a node starts once");
        tracker = new ReadPointTracker(held);
        pool.publish(held);
    }

    /** The line of history as of the read point it started at. */
    void lineFound(VersionId version) {
        if (line == null) {
            line = version;
            changed = true;
        }
    }

    /** The version of the page of the line: of the last backtrack that was applied. Null while it is not known. */
    @Nullable
    VersionId line() {
        return line;
    }

    /** Whether the volume was taken back after a snapshot was taken. */
    boolean rewoundSince(ReadPoint snapshot) {
        return line != null && !snapshot.sees(line);
    }

    ReadPointTracker tracker() {
        return tracker;
    }

    ReadPoint point() {
        return tracker.point();
    }

    /** A proposal is known committed and its content is here. */
    void committed(Proposal proposal) {
        if (tracker.entered(proposal.id()) || tracker.waits(proposal.id())) {
            return;
        }
        waiting.put(proposal.id(), proposal);
        apply(tracker.committed(proposal.id(), proposal.deps()));
    }

    void aborted(ProposalId id) {
        if (!tracker.entered(id)) {
            apply(tracker.aborted(id));
        }
    }

    /**
     * Applies what has entered, in order. Who hears of one may find another aborted, and so let more enter, which then have
     * their turn after those that entered before them.
     */
    private void apply(List<ProposalId> entered) {
        changed = true;
        entering.addAll(entered);
        if (applying) {
            return;
        }
        applying = true;
        try {
            for (ProposalId id = entering.poll(); id != null; id = entering.poll()) {
                apply(Check.present(waiting.remove(id), "what enters was waiting here"));
            }
        } finally {
            applying = false;
        }
    }

    private void apply(Proposal proposal) {
        if (proposal.rewinds()) {
            proposal.writes().forEach(write -> goBack(write.page()));
            line = proposal.version();
        } else {
            for (PageWrite write : proposal.writes()) {
                apply(write, proposal.version());
            }
        }
        unpublished.add(proposal);
        sample(proposal);
        for (Consumer<Proposal> listener : listeners) {
            listener.accept(proposal);
        }
    }

    /** What a page was, segments know: who needs it fetches it. */
    private void goBack(PageId page) {
        pool.remove(page);
        if (fetching.containsKey(page)) {
            outdated.add(page);
        }
    }

    private void apply(PageWrite write, VersionId version) {
        VersionedPage newest = pool.newest(write.page());
        if (newest != null) {
            Check.state(newest.version().equals(write.base()), "redo is applied in order", write);
            pool.prepend(write.page(), write.base(), version, Redo.apply(newest.page(), write.delta(), version));
        } else {
            List<Arrived> queue = fetching.get(write.page());
            if (queue != null) {
                queue.add(new Arrived(write, version));
            } else if (write.base().isNone() && version.lsn().writer().equals(self)) {
                // A page this writer has just made is complete as it is, and will be wanted soon.
                pool.install(write.page(), version, Redo.apply(Page.EMPTY, write.delta(), version));
            }
        }
    }

    /**
     * Publishes what was applied since the last time, and drops the versions of its pages that no snapshot needs; tells whether there was
     * anything.
     */
    boolean publish() {
        if (!changed) {
            return false;
        }
        changed = false;
        pool.publish(tracker.point(), line == null ? VersionId.NONE : line);
        ReadPoint oldest = snapshots.oldest();
        for (Proposal proposal : unpublished) {
            proposal.writes().forEach(write -> pool.trim(write.page(), oldest));
        }
        unpublished.clear();
        return true;
    }

    ReadPoint oldestInUse() {
        return snapshots.oldest();
    }

    /** The points below which no transaction of this writer reads. */
    List<ReadPoint> lowestInUse() {
        return snapshots.lowest();
    }

    // ---- fetched pages ---------------------------------------------------------------------------------------------

    /** A fetch of the page as of the current read point begins: redo for it waits from now on. */
    void fetchBegins(PageId page) {
        fetching.put(page, new ArrayList<>());
    }

    /** The page is here as of the read point at which its fetch began: catches it up and takes it into the pool, unless it was taken back. */
    void fetched(PageId page, VersionId version, Page content) {
        List<Arrived> queue = Check.present(fetching.remove(page), "a fetch that began");
        if (outdated.remove(page)) {
            return;
        }
        pool.install(page, version, content);
        for (Arrived arrived : queue) {
            apply(arrived.write(), arrived.version());
        }
    }

    void fetchFailed(PageId page) {
        fetching.remove(page);
        outdated.remove(page);
    }

    // ---- tombstones ------------------------------------------------------------------------------------------------

    private void sample(Proposal proposal) {
        ArrayDeque<VersionId> samples = appliedVersions.get(proposal.id().slot());
        samples.addLast(proposal.version());
        if (samples.size() > LSN_SAMPLES) {
            samples.removeFirst();
        }
    }

    /** Per slot, an LSN such that every proposal of the slot at or below it is seen by all these read points. */
    Lsn[] seenByAll(List<ReadPoint> points) {
        Lsn[] floors = new Lsn[WriterId.MAX_COUNT];
        for (int slot = 0; slot < floors.length; slot++) {
            WriterId writer = new WriterId(slot);
            long seq = Long.MAX_VALUE;
            for (ReadPoint point : points) {
                long[] missing = point.missing(writer);
                seq = Math.min(seq, missing.length == 0 ? point.upTo(writer) : missing[0] - 1);
            }
            floors[slot] = highestSampleUpTo(slot, seq);
        }
        return floors;
    }

    private Lsn highestSampleUpTo(int slot, long seq) {
        Lsn floor = Lsn.ZERO;
        for (VersionId version : appliedVersions.get(slot)) {
            if (version.seq() <= seq && version.lsn().isAfter(floor)) {
                floor = version.lsn();
            }
        }
        return floor;
    }
}
