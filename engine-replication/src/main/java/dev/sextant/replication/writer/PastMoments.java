package dev.sextant.replication.writer;

import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds journaled moments for those who want to read the past: of what a read quorum of segments know, the latest. A segment that
 * was away when a moment was journaled does not know it, and one whose history begins later cannot serve it, as on a disk
 * that was lost since; so where a read quorum know none, the others are heard, too.
 */
final class PastMoments {
    private final ReaderSettings settings;
    private final Outbox outbox;
    private final TreeMap<Long, Search> searches = new TreeMap<>();
    private long nextRequest;

    private static final class Search {
        final long clientRequest;
        final long epochMillis;
        final long deadlineNanos;
        final TreeSet<SegmentId> told = new TreeSet<>();

        @Nullable
        Moment latest;

        long askAgainNanos;

        Search(long clientRequest, long epochMillis, long deadlineNanos) {
            this.clientRequest = clientRequest;
            this.epochMillis = epochMillis;
            this.deadlineNanos = deadlineNanos;
        }
    }

    PastMoments(ReaderSettings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
        nextRequest = settings.nonce();
    }

    void find(long clientRequest, long epochMillis, long deadlineNanos, long nowNanos) {
        Search search = new Search(clientRequest, epochMillis, deadlineNanos);
        searches.put(++nextRequest, search);
        ask(nextRequest, search, nowNanos);
    }

    private void ask(long request, Search search, long nowNanos) {
        search.askAgainNanos = nowNanos + settings.timeouts().resend().toNanos();
        outbox.toSegments(new SegmentMessage.AskMoment(request, search.epochMillis));
    }

    void onMoment(WriterMessage.MomentIs told) {
        Search search = searches.get(told.requestId());
        if (search == null || !search.told.add(told.segment())) {
            return;
        }
        Moment moment = told.moment();
        if (moment != null && (search.latest == null || moment.epochMillis() > search.latest.epochMillis())) {
            search.latest = moment;
        }
        Moment latest = search.latest;
        if (latest != null && search.told.size() >= settings.quorums().read()) {
            searches.remove(told.requestId());
            outbox.answer(search.clientRequest, new ClientAnswer.MomentFound(latest.point(), latest.epochMillis()));
        } else if (search.told.size() == SegmentId.COUNT) {
            searches.remove(told.requestId());
            tooOld(search);
        }
    }

    private void tooOld(Search search) {
        outbox.answer(search.clientRequest, new ClientAnswer.Failed(ClientAnswer.Failed.Reason.SNAPSHOT_TOO_OLD));
    }

    void onTime(long nowNanos) {
        for (Iterator<Search> each = searches.values().iterator(); each.hasNext(); ) {
            Search search = each.next();
            if (nowNanos >= search.askAgainNanos
                    && search.told.size() >= settings.quorums().read()) {
                each.remove(); // those who might know an earlier one do not answer
                tooOld(search);
            } else if (nowNanos >= search.deadlineNanos) {
                each.remove();
                outbox.answer(search.clientRequest, new ClientAnswer.Failed(ClientAnswer.Failed.Reason.QUORUM_LOST));
            }
        }
        searches.forEach((request, search) -> {
            if (nowNanos >= search.askAgainNanos) {
                ask(request, search, nowNanos);
            }
        });
    }

    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (Search search : searches.values()) {
            next = Math.min(next, Math.min(search.askAgainNanos, search.deadlineNanos));
        }
        return next;
    }

    void failAll(ClientAnswer.Failed.Reason reason) {
        searches.values().forEach(search -> outbox.answer(search.clientRequest, new ClientAnswer.Failed(reason)));
        searches.clear();
    }
}
