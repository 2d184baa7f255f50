package dev.sextant.replication.writer;

import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.TreeSet;

/**
 * When a node tells that it lives, which segments answer, and when one is asked for the highest seqs: now and then, so that what a dead
 * writer's broken link kept from this node is noticed, and all of them at once where somebody waits.
 */
final class Pulse {
    /** The request id of questions whose answer nobody waits for. */
    private static final long NOBODY = 0;

    private final ReaderSettings settings;
    private final Outbox outbox;
    private final TreeSet<SegmentId> heard = new TreeSet<>();
    private long nextBeatAt = Long.MIN_VALUE;
    private int rotation;
    private boolean askSoon;

    Pulse(ReaderSettings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
    }

    /** Whether a read quorum of segments has told how much it holds. */
    boolean heardReadQuorum() {
        return heard.size() >= settings.quorums().read();
    }

    void askHighestSoon() {
        askSoon = true;
    }

    void onStatus(WriterMessage.SegmentStatus status) {
        if (status.whole()) {
            heard.add(status.segment());
        } else {
            heard.remove(status.segment());
        }
    }

    /** Whether it is time for a heartbeat. */
    boolean isDue(long nowNanos) {
        if (askSoon) {
            askSoon = false;
            outbox.toSegments(new SegmentMessage.AskHighest(NOBODY));
        }
        if (nowNanos < nextBeatAt) {
            return false;
        }
        long heartbeat = settings.timeouts().heartbeat().toNanos();
        long period = heardReadQuorum()
                ? heartbeat
                : Math.min(heartbeat, settings.timeouts().resend().toNanos());
        nextBeatAt = nowNanos + period;
        return true;
    }

    /** Asks another segment than the last time. */
    void askHighest() {
        outbox.toSegment(new SegmentId(rotation++ % SegmentId.COUNT), new SegmentMessage.AskHighest(NOBODY));
    }

    long nextWakeNanos() {
        return askSoon ? Long.MIN_VALUE : nextBeatAt;
    }
}
