package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes a slot: learns the highest incarnation from a read quorum, which must have been silent if this process stands by, claims the
 * next at a write quorum, and opens the slot above everything the old incarnation may have proposed. No redo is replayed.
 *
 * <p>Invariant I8: no old proposal lies past {@code H + 65}, where {@code H} is the highest seq told, so a slot that goes on
 * at {@code H + 129} never uses a seq twice.
 */
final class SlotKeeper {
    /** How far above the highest seq told the slot goes on. */
    static final long SEQ_GAP = 128;

    private final WriterId id;
    private final long nonce;
    private final long standByNanos;
    private final WriterSettings settings;
    private final Outbox outbox;
    private final TreeMap<SegmentId, Long> incarnations = new TreeMap<>();
    /** The segments that have not heard the slot's holder for as long as this process stands by. */
    private final TreeSet<SegmentId> silent = new TreeSet<>();

    private final TreeMap<SegmentId, WriterMessage.Claimed> claims = new TreeMap<>();
    private final TreeMap<SegmentId, List<Long>> opens = new TreeMap<>();
    private WriterState state = WriterState.CLAIMING;
    private long incarnation;
    private long fencedBy;
    private long highestSeq;
    private Lsn highestLsn = Lsn.ZERO;
    private long closeFrom;
    private boolean claiming;
    private long resendAt;
    private long outbidCount;

    /** The writer's own slot. */
    SlotKeeper(WriterSettings settings, Outbox outbox) {
        this(settings.id(), settings.nonce(), settings.standByNanos(), settings, outbox);
    }

    /** A slot that is claimed with a nonce of its own. */
    SlotKeeper(WriterId id, long nonce, long standByNanos, WriterSettings settings, Outbox outbox) {
        this.id = id;
        this.nonce = nonce;
        this.standByNanos = standByNanos;
        this.settings = settings;
        this.outbox = outbox;
    }

    WriterState state() {
        return state;
    }

    /** The incarnation this process claims or holds. */
    long incarnation() {
        return incarnation;
    }

    /** The highest seq the slot's former holders may have used. */
    long highestOldSeq() {
        return highestSeq;
    }

    /** Where the opening begins to close; from here up to {@link #firstSeq()} nothing was ever committed. */
    long closeFrom() {
        return closeFrom;
    }

    /** The first seq of this incarnation. */
    long firstSeq() {
        return closeFrom + SEQ_GAP;
    }

    /** Per slot, up to where proposals may lie that former incarnations of this one made or handed transactions to. */
    List<Long> bounds() {
        List<Long> bounds = new ArrayList<>();
        for (int index = 0; index < WriterId.MAX_COUNT; index++) {
            int at = index;
            long told = opens.values().stream().mapToLong(seqs -> seqs.get(at)).max().orElse(0);
            bounds.add(index == id.slot() ? firstSeq() - 1 : told);
        }
        return bounds;
    }

    /** The highest LSN that the slot's former holders used, as far as a write quorum knows. */
    Lsn highestLsn() {
        return highestLsn;
    }

    /** The incarnation that took the slot from this process. */
    long fencedBy() {
        return fencedBy;
    }

    void onTime(long nowNanos) {
        boolean taking = state == WriterState.CLAIMING || state == WriterState.OPENING;
        if (taking && nowNanos >= resendAt) {
            resendAt = nowNanos + settings.timeouts().resend().toNanos();
            resend();
        }
    }

    long nextWakeNanos() {
        return state == WriterState.CLAIMING || state == WriterState.OPENING ? resendAt : Long.MAX_VALUE;
    }

    private void resend() {
        if (state == WriterState.OPENING) {
            sendOpen();
        } else if (claiming) {
            outbox.toSegments(new SegmentMessage.Claim(id, incarnation, nonce));
        } else {
            outbox.toSegments(new SegmentMessage.AskIncarnation(id, nonce));
        }
    }

    void onIncarnation(WriterMessage.IncarnationIs told, long nowNanos) {
        if (state != WriterState.CLAIMING || claiming || told.requestId() != nonce) {
            return;
        }
        incarnations.put(told.segment(), told.incarnation());
        if (told.silentNanos() >= standByNanos) {
            silent.add(told.segment());
        } else {
            silent.remove(told.segment());
        }
        if (silent.size() >= settings.quorums().read()) {
            incarnation = 1
                    + incarnations.values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0);
            claiming = true;
            claims.clear();
            resendAt = nowNanos;
            onTime(nowNanos);
        }
    }

    void onClaimed(WriterMessage.Claimed claimed, long nowNanos) {
        if (state != WriterState.CLAIMING || claimed.incarnation() != incarnation || claimed.nonce() != nonce) {
            return;
        }
        claims.put(claimed.segment(), claimed);
        highestSeq = Math.max(highestSeq, claimed.highestSeq());
        if (claimed.highestLsn().isAfter(highestLsn)) {
            highestLsn = claimed.highestLsn();
        }
        if (claims.size() >= settings.quorums().write()) {
            move(WriterState.OPENING);
            closeFrom = highestSeq + 1;
            resendAt = nowNanos;
            onTime(nowNanos);
        }
    }

    /**
     * A claim was refused. One that comes late, when the slot is open, says nothing unless somebody has claimed higher since: a few
     * segments may have had another process's claim with the same number first.
     *
     * @return whether somebody has claimed the slot that this process holds
     */
    boolean onClaimRefused(WriterMessage.ClaimRefused refused, long nowNanos) {
        if (refused.nonce() != nonce || refused.incarnation() < incarnation) {
            return false;
        }
        outbid(nowNanos);
        return state == WriterState.OPEN && refused.incarnation() > incarnation;
    }

    /** Somebody claimed as high before this process had the slot: begins anew after a pause that grows. */
    private void outbid(long nowNanos) {
        if (state == WriterState.CLAIMING || state == WriterState.OPENING) {
            state = WriterState.CLAIMING;
            claiming = false;
            incarnations.clear();
            silent.clear();
            claims.clear();
            opens.clear();
            outbidCount++;
            resendAt = nowNanos + settings.timeouts().resend().toNanos() * Math.min(outbidCount, 10);
        }
    }

    private void sendOpen() {
        outbox.toSegments(new SegmentMessage.Open(id, incarnation, nonce, closeFrom, closeFrom + SEQ_GAP));
    }

    /** Tells whether the slot is open now and was not before. */
    boolean onOpened(WriterMessage.Opened opened) {
        if (state != WriterState.OPENING || opened.incarnation() != incarnation || opened.closeFrom() != closeFrom) {
            return false;
        }
        opens.put(opened.segment(), opened.highestSeqs());
        if (opens.size() < settings.quorums().write()) {
            return false;
        }
        move(WriterState.OPEN);
        return true;
    }

    /** A refused opening is heeded: what the segment holds for COMMIT is old, too, and has to be settled, not closed. */
    void onOpenRefused(WriterMessage.OpenRefused refused, long nowNanos) {
        if (state != WriterState.OPENING || refused.incarnation() != incarnation || refused.closeFrom() != closeFrom) {
            return;
        }
        if (refused.standingSeq() < 0) {
            outbid(nowNanos);
        } else {
            highestSeq = Math.max(highestSeq, refused.standingSeq());
            closeFrom = highestSeq + 1;
            opens.clear();
            sendOpen();
        }
    }

    /** A higher incarnation holds the slot. */
    void fenced(long byIncarnation) {
        if (state == WriterState.OPEN) {
            fencedBy = byIncarnation;
            move(WriterState.FENCED);
        }
    }

    void closed() {
        if (state != WriterState.CLOSED) {
            move(WriterState.CLOSED);
        }
    }

    private void move(WriterState next) {
        boolean legal = switch (state) {
            case CLAIMING -> next == WriterState.OPENING || next == WriterState.CLOSED;
            case OPENING -> next == WriterState.OPEN || next == WriterState.CLOSED;
            case OPEN -> next == WriterState.FENCED || next == WriterState.CLOSED;
            case FENCED -> next == WriterState.CLOSED;
            case CLOSED -> false;
        };
        Check.state(legal, "a writer does not go from " + state + " to " + next);
        state = next;
    }
}
