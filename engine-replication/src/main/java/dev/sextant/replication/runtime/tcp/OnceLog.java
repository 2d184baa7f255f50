package dev.sextant.replication.runtime.tcp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Says what is worth a line in the log: each reason once about each peer, however often it is tried again, and no more lines
 * in any minute than anybody reads, whatever strangers do. What has not happened for a while is news again.
 *
 * <p>Thread safe.
 */
final class OnceLog {
    static final int REMEMBERED_MOST = 1_024;
    static final int LINES_A_MINUTE_MOST = 60;
    static final long FORGOTTEN_AFTER_NANOS = 600_000_000_000L;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;
    /** When each happened last, that which has not happened for the longest time first; guarded by this. */
    private final Map<Key, Long> lastNanos = new LinkedHashMap<>();
    /** When the last lines were; guarded by this. */
    private final Deque<Long> lineNanos = new ArrayDeque<>();

    OnceLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether it is to be logged now. */
    synchronized boolean isNews(String about, String reason) {
        long now = nanoTime.getAsLong();
        Key key = new Key(about, reason);
        Long before = lastNanos.remove(key);
        boolean old = before != null && now - before <= FORGOTTEN_AFTER_NANOS;
        if (!old && !hasRoom(now)) {
            // It has not been said, so it is news the next time.
            return false;
        }
        lastNanos.put(key, now);
        if (lastNanos.size() > REMEMBERED_MOST) {
            Iterator<Key> oldest = lastNanos.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return !old;
    }

    synchronized int remembered() {
        return lastNanos.size();
    }

    private boolean hasRoom(long now) {
        while (!lineNanos.isEmpty() && now - lineNanos.getFirst() > MINUTE_NANOS) {
            lineNanos.removeFirst();
        }
        if (lineNanos.size() >= LINES_A_MINUTE_MOST) {
            return false;
        }
        lineNanos.addLast(now);
        return true;
    }

    /** What was logged about it is news again. */
    synchronized void forget(String about) {
        lastNanos.keySet().removeIf(key -> key.about().equals(about));
    }

    private record Key(String about, String reason) {}
}
