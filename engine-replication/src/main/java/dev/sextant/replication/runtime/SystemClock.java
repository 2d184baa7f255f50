package dev.sextant.replication.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The system's clock, which begins at zero here, and one thread that runs what is due. The works are short and never wait. */
final class SystemClock implements Clock, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SystemClock.class);

    private final long originNanos = System.nanoTime();
    private final EngineThread thread = new EngineThread(this::run, "clock");
    /** Guarded by itself, as is what follows. */
    private final PriorityQueue<Due> queue = new PriorityQueue<>();

    private long sequence;
    private volatile boolean closed;

    private record Due(long atNanos, long sequence, Runnable work) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    SystemClock() {
        thread.start();
    }

    @Override
    public long nowNanos() {
        return System.nanoTime() - originNanos;
    }

    @Override
    public void at(long dueNanos, Runnable work) {
        boolean first;
        synchronized (queue) {
            if (closed) {
                return;
            }
            Due next = queue.peek();
            first = next == null || dueNanos < next.atNanos();
            queue.add(new Due(dueNanos, sequence++, work));
        }
        if (first) {
            LockSupport.unpark(thread);
        }
    }

    /** Forgets what is not due yet. */
    @Override
    public void close() {
        synchronized (queue) {
            closed = true;
            queue.clear();
        }
        LockSupport.unpark(thread);
    }

    private void run() {
        List<Runnable> due = new ArrayList<>();
        while (!closed) {
            long pause = takeDue(due);
            if (due.isEmpty()) {
                LockSupport.parkNanos(this, pause);
            }
            due.forEach(SystemClock::runSafely);
            due.clear();
        }
    }

    /** Takes everything that is due; tells for how long nothing more will be. */
    private long takeDue(List<Runnable> due) {
        synchronized (queue) {
            long now = nowNanos();
            Due first = queue.peek();
            while (first != null && first.atNanos() <= now) {
                due.add(first.work());
                queue.remove();
                first = queue.peek();
            }
            return first == null ? Long.MAX_VALUE : first.atNanos() - now;
        }
    }

    private static void runSafely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            LOG.error("a timed work of the engine failed; the others go on", bug);
        }
    }
}
