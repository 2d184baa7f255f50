package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that wait until their writer has applied enough: what they have already seen elsewhere (SESSION), or everything
 * that was acknowledged anywhere before they began (GLOBAL), which a read quorum of segments tells.
 */
final class PointWaits {
    private final ReaderSettings settings;
    private final Outbox outbox;
    private final RedoApplier applier;
    private final Clock clock;
    private final List<Wait> waits = new ArrayList<>();
    private final TreeMap<Long, Wait> asking = new TreeMap<>();
    private long nextRequest;

    private static final class Wait {
        final long requestId;
        final long deadlineNanos;

        @Nullable
        ReadPoint target;

        long @Nullable [] highest;
        /** What the writer itself goes on with. */
        @Nullable
        Runnable then;

        final TreeSet<SegmentId> told = new TreeSet<>();
        long resendAt;

        Wait(long requestId, long deadlineNanos) {
            this.requestId = requestId;
            this.deadlineNanos = deadlineNanos;
        }
    }

    /** The request id of the waits that the writer itself makes. */
    private static final long OWN = -1;

    PointWaits(ReaderSettings settings, Outbox outbox, RedoApplier applier, Clock clock) {
        this.settings = settings;
        this.outbox = outbox;
        this.applier = applier;
        this.clock = clock;
        nextRequest = settings.nonce();
    }

    /**
     * Waits until a point is applied that a client names. That proves nothing: it may be of another volume, and to expect what it
     * sees would have proposals settled that nobody will ever make. What there is, segments and peers tell.
     */
    void awaitPoint(long requestId, ReadPoint target, long deadlineNanos) {
        Wait wait = new Wait(requestId, deadlineNanos);
        wait.target = target;
        add(wait);
    }

    void awaitGlobal(long requestId, long deadlineNanos) {
        ask(new Wait(requestId, deadlineNanos));
    }

    /** The writer itself goes on when it has applied all that was acknowledged anywhere before. */
    void catchUp(Runnable whenDone) {
        Wait wait = new Wait(OWN, Long.MAX_VALUE);
        wait.then = whenDone;
        ask(wait);
    }

    /** Catches up no further if all that it still waits for is hopeless; tells whether it did. */
    boolean endCatchUp(Predicate<ProposalId> hopeless) {
        for (Wait wait : waits) {
            if (wait.requestId == OWN && isKnown(wait) && missing(wait).stream().allMatch(hopeless)) {
                waits.remove(wait);
                answer(wait);
                return true;
            }
        }
        return false;
    }

    private boolean isKnown(Wait wait) {
        return wait.highest != null && wait.told.size() >= settings.quorums().read();
    }

    /** What a wait still waits for. */
    private List<ProposalId> missing(Wait wait) {
        List<ProposalId> missing = new ArrayList<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            long upTo = wait.highest == null ? 0 : wait.highest[slot];
            for (ProposalId id : applier.tracker().missing(new WriterId(slot), MissingDesk.MAX_LOOKED_AFTER)) {
                if (id.seq() <= upTo) {
                    missing.add(id);
                }
            }
        }
        return missing;
    }

    private void ask(Wait wait) {
        asking.put(++nextRequest, wait);
        wait.resendAt = clock.nowNanos() + settings.timeouts().resend().toNanos();
        outbox.toSegments(new SegmentMessage.AskHighest(nextRequest));
        waits.add(wait);
    }

    private void add(Wait wait) {
        waits.add(wait);
        check();
    }

    void onHighest(WriterMessage.HighestAre told) {
        Wait wait = asking.get(told.requestId());
        if (wait == null || !wait.told.add(told.segment())) {
            return;
        }
        long[] highest = wait.highest == null ? new long[WriterId.MAX_COUNT] : wait.highest;
        for (int slot = 0; slot < highest.length; slot++) {
            highest[slot] = Math.max(highest[slot], told.seqs().get(slot));
        }
        wait.highest = highest;
        if (wait.told.size() == settings.quorums().read()) {
            asking.remove(told.requestId());
            for (int slot = 0; slot < highest.length; slot++) {
                applier.tracker().expect(new WriterId(slot), highest[slot]);
            }
            check();
        }
    }

    /** More was applied: whoever waited for it goes on. */
    void check() {
        List<Wait> reached = new ArrayList<>();
        for (Iterator<Wait> each = waits.iterator(); each.hasNext(); ) {
            Wait wait = each.next();
            if (isReached(wait)) {
                each.remove();
                reached.add(wait);
            }
        }
        reached.forEach(this::answer);
    }

    private boolean isReached(Wait wait) {
        if (wait.target != null) {
            return applier.point().covers(wait.target);
        }
        if (wait.highest == null || !isKnown(wait)) {
            return false;
        }
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            List<ProposalId> missing = applier.tracker().missing(new WriterId(slot), 1);
            if (!missing.isEmpty() && missing.get(0).seq() <= wait.highest[slot]) {
                return false;
            }
        }
        return true;
    }

    private void answer(Wait wait) {
        if (wait.then != null) {
            wait.then.run();
        } else {
            outbox.answer(wait.requestId, new ClientAnswer.PointReached(applier.point()));
        }
    }

    void onTime(long nowNanos) {
        for (Iterator<Wait> each = waits.iterator(); each.hasNext(); ) {
            Wait wait = each.next();
            if (nowNanos >= wait.deadlineNanos) {
                each.remove();
                asking.values().remove(wait);
                outbox.answer(wait.requestId, new ClientAnswer.Failed(ClientAnswer.Failed.Reason.QUORUM_LOST));
            }
        }
        for (var entry : asking.entrySet()) {
            if (nowNanos >= entry.getValue().resendAt) {
                entry.getValue().resendAt =
                        nowNanos + settings.timeouts().resend().toNanos();
                outbox.toSegments(new SegmentMessage.AskHighest(entry.getKey()));
            }
        }
    }

    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (Wait wait : waits) {
            next = Math.min(next, wait.deadlineNanos);
        }
        for (Wait wait : asking.values()) {
            next = Math.min(next, wait.resendAt);
        }
        return next;
    }

    boolean isEmpty() {
        return waits.isEmpty();
    }

    void failAll(ClientAnswer.Failed.Reason reason) {
        for (Wait wait : waits) {
            if (wait.requestId != OWN) {
                outbox.answer(wait.requestId, new ClientAnswer.Failed(reason));
            }
        }
        waits.clear();
        asking.clear();
    }
}
