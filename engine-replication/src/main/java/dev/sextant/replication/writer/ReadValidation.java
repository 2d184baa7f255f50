package dev.sextant.replication.writer;

import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageVote;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Commits serializable transactions that write nothing: a read quorum of segments applies both tests of a vote, stale and
 * rival, to all their reads. No register is needed, since nothing is proposed. One that fails is checked by row again.
 */
final class ReadValidation {
    private final WriterSettings settings;
    private final Outbox outbox;
    private final PageClaims claims;
    private final Clock clock;
    private final RoundTrips roundTrips;
    private final TreeMap<Long, Running> running = new TreeMap<>();
    private BiConsumer<PendingCommit, Boolean> finished = (pending, passed) -> {};
    private Consumer<PageVote.Blocked> blocked = vote -> {};
    private long nextRequest;

    private static final class Running {
        final PendingCommit pending;
        final List<PageRead> reads;
        final TreeSet<SegmentId> clear = new TreeSet<>();
        long resendAt;

        Running(PendingCommit pending, List<PageRead> reads) {
            this.pending = pending;
            this.reads = reads;
        }
    }

    ReadValidation(WriterSettings settings, Outbox outbox, PageClaims claims, Clock clock, RoundTrips roundTrips) {
        this.settings = settings;
        this.outbox = outbox;
        this.claims = claims;
        this.clock = clock;
        this.roundTrips = roundTrips;
        nextRequest = settings.nonce();
    }

    /** Hears whether a transaction passed; one that did not may be tried again. */
    void onFinished(BiConsumer<PendingCommit, Boolean> listener) {
        finished = listener;
    }

    void onBlocked(Consumer<PageVote.Blocked> listener) {
        blocked = listener;
    }

    void validate(PendingCommit pending, List<PageRead> reads) {
        Running run = new Running(pending, reads);
        running.put(++nextRequest, run);
        run.resendAt = clock.nowNanos() + settings.timeouts().resend().toNanos();
        outbox.toSegments(new SegmentMessage.CheckReads(nextRequest, reads));
    }

    void onChecked(WriterMessage.ReadsChecked checked) {
        Running run = running.get(checked.requestId());
        if (run == null) {
            return;
        }
        PageVote vote = checked.vote();
        if (vote instanceof PageVote.Clear) {
            run.clear.add(checked.segment());
            if (run.clear.size() >= settings.quorums().read()) {
                running.remove(checked.requestId());
                finished.accept(run.pending, true);
            }
        } else {
            running.remove(checked.requestId());
            holdOff(run, vote);
            finished.accept(run.pending, false);
        }
    }

    private void holdOff(Running run, PageVote vote) {
        long until = clock.nowNanos() + Flights.HOLD_ROUND_TRIPS * roundTrips.nanos();
        if (vote instanceof PageVote.Stale stale) {
            claims.hold(stale.page(), stale.newer(), until);
            run.pending.waitFor(stale.page());
        } else if (vote instanceof PageVote.Blocked rival) {
            run.pending.notBefore(until);
            blocked.accept(rival);
        } else {
            throw new AssertionError("unhandled " + vote);
        }
    }

    void onTime(long nowNanos) {
        for (long request : new ArrayList<>(running.keySet())) {
            Running run = Check.present(running.get(request), "a running validation");
            if (nowNanos >= run.pending.request().deadlineNanos()) {
                running.remove(request);
                finished.accept(run.pending, false);
            } else if (nowNanos >= run.resendAt) {
                run.resendAt = nowNanos + settings.timeouts().resend().toNanos();
                outbox.toSegments(new SegmentMessage.CheckReads(request, run.reads));
            }
        }
    }

    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (Running run : running.values()) {
            next = Math.min(next, run.resendAt);
        }
        return next;
    }

    List<PendingCommit> drop() {
        List<PendingCommit> dropped = new ArrayList<>();
        running.values().forEach(run -> dropped.add(run.pending));
        running.clear();
        return dropped;
    }
}
