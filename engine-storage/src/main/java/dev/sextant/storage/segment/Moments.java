package dev.sextant.storage.segment;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The journaled moments: read points with the time they belong to. Every writer journals, and one moment at a time is enough, so
 * those that come close to one that is known are passed over. When there are too many, they are kept twice as far apart.
 *
 * <p>How old a moment is, is measured by this segment's own clock from when it was heard: a machine whose wall clock is far ahead
 * must not end the window of all others. What was heard before a restart, or by another segment, is as much older than the
 * latest of its kind as their times say.
 */
final class Moments {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Outbox out;
    private final SegmentSettings.Retention retention;
    private final TreeMap<Long, Known> byMillis = new TreeMap<>();
    /** No two are closer, but for the latest. */
    private long apartMillis;

    /**
     * A moment.
     *
     * @param writtenBytes what this run had written by then
     */
    private record Known(Moment moment, long heardNanos, long writtenBytes) {}

    Moments(Outbox out, SegmentSettings.Retention retention) {
        this.out = out;
        this.retention = retention;
        apartMillis = Math.max(1, retention.momentMillis() / 2);
    }

    int size() {
        return byMillis.size();
    }

    /** Takes a moment that a writer tells. */
    void add(Moment moment) {
        add(moment, out.nowNanos());
    }

    /** Takes the moments that another segment knows, in order. */
    void addAll(List<Moment> moments) {
        if (!moments.isEmpty()) {
            long latest = moments.get(moments.size() - 1).epochMillis();
            moments.forEach(each -> add(each, heardNanos(each.epochMillis(), latest)));
        }
    }

    private void add(Moment moment, long heardNanos) {
        if (byMillis.size() < retention.momentsKept() / 4) {
            apartMillis = Math.max(1, retention.momentMillis() / 2);
        }
        long near = apartMillis;
        NavigableMap<Long, Known> around =
                byMillis.subMap(moment.epochMillis() - near, false, moment.epochMillis() + near, false);
        if (!around.isEmpty()) {
            return;
        }
        byMillis.put(moment.epochMillis(), new Known(moment, heardNanos, out.persistedBytes()));
        out.put(
                Shelf.META,
                SegmentKeys.metaMoment(moment.epochMillis()),
                SegmentRecords.moment(moment.writer(), moment.point()),
                false);
        thinOut();
    }

    private long heardNanos(long epochMillis, long latestMillis) {
        return out.nowNanos() - (latestMillis - epochMillis) * NANOS_PER_MILLI;
    }

    /** Keeps moments further apart, from now on and those that are there, until there are few again. */
    private void thinOut() {
        while (byMillis.size() > retention.momentsKept()) {
            apartMillis *= 2;
            long kept = Long.MIN_VALUE / 2;
            for (long time :
                    List.copyOf(byMillis.headMap(byMillis.lastKey(), false).keySet())) {
                if (time - kept < apartMillis) {
                    drop(time);
                } else {
                    kept = time;
                }
            }
        }
    }

    private void drop(long epochMillis) {
        byMillis.remove(epochMillis);
        out.delete(Shelf.META, SegmentKeys.metaMoment(epochMillis));
    }

    /** Puts back a moment from the disk; {@link #restored} comes after the last. */
    void restore(long epochMillis, WriterId writer, ReadPoint point) {
        byMillis.put(epochMillis, new Known(new Moment(epochMillis, writer, point), 0, 0));
    }

    void restored() {
        if (!byMillis.isEmpty()) {
            long latest = byMillis.lastKey();
            byMillis.replaceAll((millis, known) -> new Known(known.moment(), heardNanos(millis, latest), 0));
        }
    }

    /** The last that is not after a time and covers a floor; null if there is none. */
    @Nullable
    Moment readable(long epochMillis, ReadPoint floor) {
        for (Known known : byMillis.headMap(epochMillis, true).descendingMap().values()) {
            if (known.moment().point().covers(floor)) {
                return known.moment();
            }
        }
        return null;
    }

    /** Those that need not be kept for their age, or since too much was written after them; the latest first. */
    List<Moment> outOfWindow() {
        List<Moment> old = new ArrayList<>();
        long window = retention.retentionMillis() * NANOS_PER_MILLI;
        for (Known known : byMillis.descendingMap().values()) {
            boolean tooOld = out.nowNanos() - known.heardNanos() >= window;
            if (tooOld || out.persistedBytes() - known.writtenBytes() > retention.maxBytes()) {
                old.add(known.moment());
            }
        }
        return old;
    }

    List<Moment> all() {
        return byMillis.values().stream().map(Known::moment).toList();
    }

    /** Drops those that cannot be read any more: that do not cover the floor, and come before one that does. */
    void dropBelow(ReadPoint floor) {
        for (Moment moment : all()) {
            if (moment.point().covers(floor)) {
                return;
            }
            drop(moment.epochMillis());
        }
    }
}
