package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows what is going on until it is closed, on a thread of its own; closing shows the last picture. */
final class LiveView implements AutoCloseable {
    private static final double NANOS_A_SECOND = 1e9;

    private final Cluster cluster;
    private final Progress progress;
    private final Screen screen;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long startNanos = System.nanoTime();
    private final Thread thread = new Thread(this::refresh, "live-view");
    private ClusterStatus before;
    private long beforeNanos = startNanos;

    private LiveView(Cluster cluster, Progress progress, Screen screen) {
        this.cluster = cluster;
        this.progress = progress;
        this.screen = screen;
        before = cluster.status();
    }

    /** Shows a cluster from now on. */
    static LiveView start(Cluster cluster, Progress progress, Screen screen) {
        LiveView view = new LiveView(cluster, progress, screen);
        view.thread.start();
        return view;
    }

    private void refresh() {
        try {
            boolean last;
            do {
                last = closed.await(screen.refreshNanos(), TimeUnit.NANOSECONDS);
                show();
            } while (!last);
        } catch (InterruptedException | RuntimeException e) {
            progress.fail(e);
        }
    }

    private void show() {
        ClusterStatus now = cluster.status();
        long nowNanos = System.nanoTime();
        Picture picture = new Picture(
                progress.phase(),
                (nowNanos - startNanos) / NANOS_A_SECOND,
                before,
                now,
                (nowNanos - beforeNanos) / NANOS_A_SECOND,
                progress.longestGapNanos());
        screen.show(picture.lines(), picture.summary());
        before = now;
        beforeNanos = nowNanos;
    }

    /** Prints a line that stays. */
    void say(String line) {
        screen.say(line);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
