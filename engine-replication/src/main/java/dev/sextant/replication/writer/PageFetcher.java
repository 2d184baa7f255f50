package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.storage.page.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages from storage: one segment is asked, the next one when it does not answer in time or is behind. A page as of
 * the current read point goes into the pool; a page as of an older one only to the transaction that asked.
 */
final class PageFetcher {
    private final ReaderSettings settings;
    private final Outbox outbox;
    private final SegmentView segments;
    private final BufferPool pool;
    private final RedoApplier applier;
    private final Clock clock;
    private final TreeMap<Long, Fetch> byRequest = new TreeMap<>();
    private final TreeMap<PageId, Fetch> newest = new TreeMap<>();
    private long nextRequest;
    private long misses;

    private record Client(long requestId, ReadPoint at, long deadlineNanos) {}

    private static final class Fetch {
        final PageId page;
        final ReadPoint at;
        /** Whether it goes into the pool. */
        final boolean forPool;

        final List<Client> clients = new ArrayList<>();
        final ArrayDeque<SegmentId> toAsk = new ArrayDeque<>();
        long requestId;
        long askNextAt;
        boolean tooOld;

        Fetch(PageId page, ReadPoint at, boolean forPool) {
            this.page = page;
            this.at = at;
            this.forPool = forPool;
        }
    }

    PageFetcher(
            ReaderSettings settings,
            Outbox outbox,
            SegmentView segments,
            BufferPool pool,
            RedoApplier applier,
            Clock clock) {
        this.settings = settings;
        this.outbox = outbox;
        this.segments = segments;
        this.pool = pool;
        this.applier = applier;
        this.clock = clock;
        nextRequest = settings.nonce();
    }

    long misses() {
        return misses;
    }

    /** A client needs a page as of its snapshot. */
    void fetchFor(long clientRequest, PageId page, ReadPoint at, long nowNanos) {
        Client client = new Client(
                clientRequest, at, nowNanos + settings.timeouts().read().toNanos());
        if (!answerFromPool(client, page, null)) {
            misses++;
            if (pool.contains(page)) {
                fetchOld(client, page, nowNanos);
            } else {
                fetchNewest(page, nowNanos).clients.add(client);
            }
        }
    }

    private boolean answerFromPool(Client client, PageId page, @Nullable SegmentId from) {
        Page cached = pool.lookup(page, client.at());
        if (cached != null) {
            outbox.answer(client.requestId(), new ClientAnswer.PageFetched(cached, from));
        }
        return cached != null;
    }

    private void fetchOld(Client client, PageId page, long nowNanos) {
        Fetch fetch = new Fetch(page, client.at(), false);
        fetch.clients.add(client);
        ask(fetch, nowNanos);
    }

    /** The loop needs the newest version of a page; it is in the pool some time after this. */
    void need(PageId page, long nowNanos) {
        if (!pool.contains(page)) {
            fetchNewest(page, nowNanos);
        }
    }

    private Fetch fetchNewest(PageId page, long nowNanos) {
        Fetch fetch = newest.get(page);
        if (fetch == null) {
            fetch = new Fetch(page, applier.point(), true);
            newest.put(page, fetch);
            applier.fetchBegins(page);
            ask(fetch, nowNanos);
        }
        return fetch;
    }

    private void ask(Fetch fetch, long nowNanos) {
        if (fetch.toAsk.isEmpty()) {
            fetch.toAsk.addAll(segments.pageOrder(nowNanos));
        }
        if (fetch.requestId == 0) {
            fetch.requestId = ++nextRequest;
            byRequest.put(fetch.requestId, fetch);
        }
        SegmentId segment = fetch.toAsk.removeFirst();
        fetch.askNextAt = nowNanos + settings.timeouts().hedge().toNanos();
        outbox.toSegment(segment, new SegmentMessage.ReadPage(fetch.requestId, fetch.page, fetch.at));
    }

    /** A page has arrived; returns whether it is new in the pool. */
    boolean onBuilt(WriterMessage.PageBuilt built, long nowNanos) {
        Fetch fetch = byRequest.remove(built.requestId());
        if (fetch == null) {
            return false;
        }
        clock.saw(built.version().lsn());
        Page page = built.version().isNone() ? Page.EMPTY : Page.fromImage(fetch.page, built.image());
        if (!fetch.forPool) {
            ClientAnswer fetched = new ClientAnswer.PageFetched(page, built.segment());
            fetch.clients.forEach(c -> outbox.answer(c.requestId(), fetched));
            return false;
        }
        newest.remove(fetch.page);
        applier.fetched(fetch.page, built.version(), page);
        for (Client client : fetch.clients) {
            if (!answerFromPool(client, fetch.page, built.segment())) {
                fetchOld(client, fetch.page, nowNanos);
            }
        }
        return true;
    }

    /** A segment cannot serve it: the next one may, at once if it is not yet the last, or else after a pause. */
    void onRefused(WriterMessage.PageRefused refused, long nowNanos) {
        Fetch fetch = byRequest.get(refused.requestId());
        if (fetch == null) {
            return;
        }
        boolean tooOld = refused.reason() == WriterMessage.PageRefused.Reason.TOO_OLD;
        if (tooOld && fetch.forPool && !fetch.at.equals(applier.point())) {
            renew(fetch, nowNanos);
            return;
        }
        fetch.tooOld |= tooOld && !fetch.forPool;
        if (!fetch.toAsk.isEmpty()) {
            ask(fetch, nowNanos);
        } else if (fetch.tooOld) {
            fail(fetch, ClientAnswer.Failed.Reason.SNAPSHOT_TOO_OLD);
        } else {
            fetch.askNextAt = nowNanos + settings.timeouts().decidedFlush().toNanos();
        }
    }

    /** This writer has got on meanwhile, and history with it: the page is asked for as of now. */
    private void renew(Fetch old, long nowNanos) {
        byRequest.remove(old.requestId);
        newest.remove(old.page);
        applier.fetchFailed(old.page);
        fetchNewest(old.page, nowNanos).clients.addAll(old.clients);
    }

    private void fail(Fetch fetch, ClientAnswer.Failed.Reason reason) {
        fetch.clients.forEach(c -> outbox.answer(c.requestId(), new ClientAnswer.Failed(reason)));
        fetch.clients.clear();
        byRequest.remove(fetch.requestId);
        if (fetch.forPool) {
            newest.remove(fetch.page);
            applier.fetchFailed(fetch.page);
        }
    }

    void onTime(long nowNanos) {
        for (Fetch fetch : List.copyOf(byRequest.values())) {
            dropExpired(fetch, nowNanos);
            if (fetch.clients.isEmpty() && !fetch.forPool) {
                byRequest.remove(fetch.requestId);
            } else if (nowNanos >= fetch.askNextAt) {
                if (fetch.tooOld && fetch.toAsk.isEmpty()) {
                    fail(fetch, ClientAnswer.Failed.Reason.SNAPSHOT_TOO_OLD); // those who might have it do not answer
                } else {
                    ask(fetch, nowNanos);
                }
            }
        }
    }

    private void dropExpired(Fetch fetch, long nowNanos) {
        fetch.clients.removeIf(client -> {
            boolean expired = nowNanos >= client.deadlineNanos();
            if (expired) {
                outbox.answer(
                        client.requestId(),
                        new ClientAnswer.Failed(
                                fetch.tooOld
                                        ? ClientAnswer.Failed.Reason.SNAPSHOT_TOO_OLD
                                        : ClientAnswer.Failed.Reason.QUORUM_LOST));
            }
            return expired;
        });
    }

    /** The writer stops: clients that wait are told. */
    void failAll(ClientAnswer.Failed.Reason reason) {
        for (Fetch fetch : List.copyOf(byRequest.values())) {
            fail(fetch, reason);
        }
    }

    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (Fetch fetch : byRequest.values()) {
            next = Math.min(next, fetch.askNextAt);
        }
        return next;
    }
}
