package dev.sextant.storage.segment;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;

/**
 * How far a segment is behind what it has heard of, and when it will have caught up if it goes on as it does. It looks now and
 * then, and tells while it is far behind.
 */
final class Progress {
    /** How often it is looked. */
    static final long INTERVAL_NANOS = 1_000_000_000;
    /** Fewer proposals than these are merely on their way: some more than every writer may have undecided. */
    static final long FAR_BEHIND = 512;

    private final Outbox out;
    private final SegmentLog log;
    private final CopyTaker copyTaker;
    private long nextLookNanos;
    private long beganNanos;
    /** What was to be done when it was found behind; 0 while it is not. */
    private long begunWith;

    private long nanosLeft = -1;

    Progress(Outbox out, SegmentLog log, CopyTaker copyTaker) {
        this.out = out;
        this.log = log;
        this.copyTaker = copyTaker;
    }

    /** Proposals that were heard of, and are not held. */
    long missing() {
        ReadPoint heard = log.heard();
        ReadPoint held = log.held();
        long missing = 0;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            missing += Math.max(0, heard.upTo(writer) - held.upTo(writer)) + held.missing(writer).length;
        }
        return missing;
    }

    /** How long it will take; -1 if that is not known. */
    long nanosLeft() {
        return nanosLeft;
    }

    /** The segment serves. */
    void start() {
        nextLookNanos = out.nowNanos() + INTERVAL_NANOS;
    }

    long nextWakeNanos() {
        return nextLookNanos;
    }

    void onTime() {
        if (out.nowNanos() < nextLookNanos) {
            return;
        }
        nextLookNanos = out.nowNanos() + INTERVAL_NANOS;
        long missing = missing();
        boolean isBehind = copyTaker.isCopying() || missing > FAR_BEHIND;
        if (!isBehind) {
            if (begunWith > 0) {
                out.happened(new SegmentEvent.CaughtUp(out.nowNanos() - beganNanos));
            }
            begunWith = 0;
            nanosLeft = -1;
            return;
        }
        long left = Math.max(1, missing + copyTaker.pagesToCopy());
        if (begunWith == 0) {
            begunWith = left;
            beganNanos = out.nowNanos();
        }
        // What is heard of meanwhile may make it more than in the beginning; then nobody can tell.
        long done = begunWith - left;
        nanosLeft = done <= 0 ? -1 : (long) ((double) (out.nowNanos() - beganNanos) * left / done);
        out.happened(new SegmentEvent.CatchUpAdvanced(
                missing, copyTaker.pagesToCopy(), copyTaker.pagesCopied(), copyTaker.bytesCopied(), nanosLeft));
    }
}
