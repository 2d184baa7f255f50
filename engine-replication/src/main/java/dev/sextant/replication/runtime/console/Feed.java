package dev.sextant.replication.runtime.console;

import dev.sextant.api.ClusterStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the cluster again and again and keeps what pages are told: the present state, samples of the last minutes, and the timeline.
 *
 * <p>Thread safety: any thread; {@link #look} by one at a time.
 */
final class Feed {
    private final ConsoleSource source;
    private final Timeline timeline;
    private final LongSupplier epochMillis;
    private final LongSupplier nanos;
    private final StateChanges changes = new StateChanges();
    private @Nullable ClusterStatus sampled;
    private long sampledNanos;

    /** Guarded by this, as is what follows; the newest is the last. */
    private final Deque<Sample> samples = new ArrayDeque<>();

    private long sampleCount;
    private long looks;
    private String state = "";
    private boolean closed;

    /**
     * A feed that has not looked yet.
     *
     * @param nanos only differences mean something
     */
    Feed(ConsoleSource source, Timeline timeline, LongSupplier epochMillis, LongSupplier nanos) {
        this.source = source;
        this.timeline = timeline;
        this.epochMillis = epochMillis;
        this.nanos = nanos;
    }

    /** Looks once, and wakes those who wait for news. */
    void look() {
        ConsoleView view = source.view();
        long now = epochMillis.getAsLong();
        changes.next(view).forEach(change -> timeline.add(now, change.severity(), change.text()));
        String json = ConsoleJson.state(view, now);
        Sample sample = sample(view.health().status(), now);
        synchronized (this) {
            if (sample != null) {
                samples.addLast(sample);
                if (samples.size() > ConsoleLimits.SAMPLES) {
                    samples.removeFirst();
                }
            }
            state = json;
            looks++;
            notifyAll();
        }
    }

    /** Null when none is due. */
    private @Nullable Sample sample(ClusterStatus status, long epochMillisNow) {
        long now = nanos.getAsLong();
        ClusterStatus before = sampled;
        long took = now - sampledNanos;
        if (before != null && took < ConsoleLimits.SAMPLE_NANOS) {
            return null;
        }
        sampled = status;
        sampledNanos = now;
        if (before == null) {
            return null;
        }
        sampleCount++;
        return Sample.between(before, status, sampleCount, epochMillisNow, took);
    }

    /** The present state, as JSON. */
    synchronized String state() {
        return state;
    }

    /** What one page has been told of so far. */
    final class Reader {
        private boolean first = true;
        private long look;
        private long sample;
        private long event;

        /** Waits for the next look; null when there will be none. Those that were missed meanwhile are left out. */
        @Nullable
        String next() throws InterruptedException {
            String present;
            List<Sample> newer;
            synchronized (Feed.this) {
                while (!closed && looks == look) {
                    Feed.this.wait();
                }
                if (closed) {
                    return null;
                }
                look = looks;
                present = state;
                newer = samples.stream().filter(each -> each.number() > sample).toList();
            }
            List<Timeline.Entry> events = timeline.after(event);
            if (!newer.isEmpty()) {
                sample = newer.get(newer.size() - 1).number();
            }
            if (!events.isEmpty()) {
                event = events.get(events.size() - 1).number();
            }
            String message = ConsoleJson.message(first, newer, events, present);
            first = false;
            return message;
        }
    }

    Reader reader() {
        return new Reader();
    }

    /** Lets go those who wait. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
