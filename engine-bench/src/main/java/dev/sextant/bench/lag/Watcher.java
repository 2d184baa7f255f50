package dev.sextant.bench.lag;

import dev.sextant.api.ReadPoint;
import dev.sextant.bench.contender.Client;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a writer again and again, from a thread of its own, by reading a row that is in memory. That takes microseconds and asks
 * nobody; between two looks it sleeps, so as not to be in the way of what it measures.
 */
@SuppressWarnings("try") // each store fails in its own way when it is closed
final class Watcher implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int DIGITS = 3;
    private static final byte[] KEY = {0};

    private final Client client;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Looks> looks;
    private volatile @Nullable ReadPoint goal;

    /**
     * What it saw.
     *
     * @param between nanoseconds between one look and the next: what is told of a commit may be so much too late
     */
    record Looks(Sightings sightings, Histogram between) {}

    /** Begins to look; closes the client in the end. */
    Watcher(Client client) {
        this.client = client;
        looks = thread.submit(this::look);
    }

    /** Goes on until it sees all of this, or ten seconds have gone by without; then tells. */
    Looks endAt(ReadPoint point) throws Exception {
        goal = point;
        return looks.get();
    }

    private Looks look() throws Exception {
        Sightings sightings = new Sightings(NotingContender.AT);
        Histogram between = new Histogram(DIGITS);
        long before = System.nanoTime();
        long lastBusy = before;
        while (!isEnough(sightings, before - lastBusy)) {
            lastBusy = goal == null ? before : lastBusy;
            client.get(KEY);
            ReadPoint point = NotingContender.point(client);
            long now = System.nanoTime();
            sightings.add(now, point);
            between.recordValue(now - before);
            before = now;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return new Looks(sightings, between);
    }

    private boolean isEnough(Sightings sightings, long waitedNanos) {
        ReadPoint point = goal;
        return Thread.currentThread().isInterrupted()
                || (point != null && (sightings.cover(point) || waitedNanos > PATIENCE_NANOS));
    }

    @Override
    public void close() throws Exception {
        thread.shutdownNow();
        if (thread.awaitTermination(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            client.close();
        }
    }
}
