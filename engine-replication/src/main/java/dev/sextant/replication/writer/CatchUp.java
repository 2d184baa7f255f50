package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.storage.tree.VersionedPage;
import java.util.List;

/**
 * Takes a node from the point that segments hold to the state in which it may serve clients: it has applied all that was acknowledged
 * anywhere before it began, and knows the line of history that it is on.
 */
final class CatchUp {
    private final ReaderSettings settings;
    private final Outbox outbox;
    private final SegmentView segments;
    private final BufferPool pool;
    private final RedoApplier applier;
    private final PageFetcher fetcher;
    private final PointWaits waits;
    private final MissingDesk missing;
    private final Clock clock;
    private Runnable onReady = () -> {};
    private long startedNanos;
    private boolean caughtUp;
    private boolean ready;

    CatchUp(
            ReaderSettings settings,
            Outbox outbox,
            SegmentView segments,
            BufferPool pool,
            RedoApplier applier,
            PageFetcher fetcher,
            PointWaits waits,
            MissingDesk missing,
            Clock clock) {
        this.settings = settings;
        this.outbox = outbox;
        this.segments = segments;
        this.pool = pool;
        this.applier = applier;
        this.fetcher = fetcher;
        this.waits = waits;
        this.missing = missing;
        this.clock = clock;
    }

    /** Who is told, once, that clients may be served. */
    void onReady(Runnable listener) {
        onReady = listener;
    }

    boolean isReady() {
        return ready;
    }

    /** The applier has started: the rest follows. */
    void begin() {
        startedNanos = clock.nowNanos();
        fetcher.need(PageId.LINE, clock.nowNanos());
        waits.catchUp(() -> {
            caughtUp = true;
            becomeReady();
        });
        missing.lookSoon();
    }

    /** The line is a page as others are, until it is known: from then on backtracks tell. */
    void findLine() {
        VersionedPage page = applier.line() == null ? pool.newest(PageId.LINE) : null;
        if (page != null) {
            applier.lineFound(page.version());
            becomeReady();
        }
    }

    /** Something has changed that it may have waited for. */
    void becomeReady() {
        if (!ready && caughtUp && applier.line() != null) {
            ready = true;
            onReady.run();
        }
    }

    /**
     * Half of the time that it may take to open is over: what nobody could settle until now is in doubt until other segments come back
     * or a person decides, and only its pages wait for that. A proposal that a client was told of is not seen meanwhile.
     */
    void onTime(long nowNanos) {
        long patience = settings.timeouts().open().toNanos() / 2;
        boolean tried = !ready && nowNanos - startedNanos >= patience;
        if (tried && segments.writeQuorumInReach(nowNanos)) {
            List<ProposalId> left = missing.oldest(settings.limits().inDoubtListed());
            if (!left.isEmpty() && waits.endCatchUp(id -> missing.isOlder(id, patience / 2))) {
                outbox.happened(new WriterEvent.OpenedInDoubt(left));
            }
        }
    }
}
