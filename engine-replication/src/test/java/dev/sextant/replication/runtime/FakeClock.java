package dev.sextant.replication.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when the test says so. */
final class FakeClock implements Clock {
    private final List<Due> queue = new ArrayList<>();
    private long nowNanos = 1_000;

    private record Due(long atNanos, Runnable work) {}

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public void at(long dueNanos, Runnable work) {
        queue.add(new Due(dueNanos, work));
        // Stable, so works due at the same time keep their order.
        queue.sort(Comparator.comparingLong(Due::atNanos));
    }

    /** Lets so much time pass and runs what falls due. */
    void pass(long nanos) {
        long end = nowNanos + nanos;
        while (!queue.isEmpty() && queue.get(0).atNanos() <= end) {
            Due due = queue.remove(0);
            nowNanos = Math.max(nowNanos, due.atNanos());
            due.work().run();
        }
        nowNanos = end;
    }
}
