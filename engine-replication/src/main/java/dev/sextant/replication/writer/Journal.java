package dev.sextant.replication.writer;

import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.SegmentMessage;

/**
 * Tells the segments now and then what time it is and how much was applied by then: these are the moments that can be read later.
 * A point is told once more after nothing has changed, so that the last change before a pause can be told from the pause.
 */
final class Journal {
    private final WriterSettings settings;
    private final Outbox outbox;
    private final RedoApplier applier;
    private final long intervalNanos;
    private ReadPoint last = ReadPoint.ZERO;
    private boolean lastToldTwice = true;
    private long nextAt = Long.MIN_VALUE;

    Journal(WriterSettings settings, Outbox outbox, RedoApplier applier) {
        this.settings = settings;
        this.outbox = outbox;
        this.applier = applier;
        intervalNanos = settings.timeouts().journal().toNanos();
    }

    void onTime(long nowNanos) {
        if (nowNanos < nextAt) {
            return;
        }
        nextAt = nowNanos + intervalNanos;
        ReadPoint point = applier.point();
        boolean changed = !point.equals(last);
        if (changed || !lastToldTwice) {
            lastToldTwice = !changed;
            last = point;
            outbox.toSegments(new SegmentMessage.Journal(
                    new Moment(settings.wallClock().epochMillis(nowNanos), settings.id(), point)));
        }
    }

    long nextWakeNanos() {
        return nextAt;
    }
}
