package dev.sextant.replication.runtime;

import dev.sextant.replication.node.NodeDriver;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that runs one driver: takes what waits in the mailbox, hands it over with the time, and sleeps until more comes
 * or something is due. Ends when it is stopped, or when the driver throws, which is a bug and leaves the driver in a state
 * that nobody may rely on; then {@code onCrash} hears of it, on this thread.
 */
final class NodeThread<I> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeThread.class);

    private final String name;
    private final Clock clock;
    private final Mailbox<I> mailbox;
    private final NodeDriver<I> driver;
    private final int drainMost;
    private final Consumer<? super Throwable> onCrash;
    private final EngineThread thread;
    private volatile boolean stopped;

    /**
     * Prepares the thread; {@link #start} starts it.
     *
     * @param drainMost the most inputs the driver is given at once
     */
    NodeThread(
            String name,
            Clock clock,
            Mailbox<I> mailbox,
            NodeDriver<I> driver,
            int drainMost,
            Consumer<? super Throwable> onCrash) {
        this.name = name;
        this.clock = clock;
        this.mailbox = mailbox;
        this.driver = driver;
        this.drainMost = drainMost;
        this.onCrash = onCrash;
        this.thread = new EngineThread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Whether {@link #requestStop} was called, or it crashed. What the driver still does in the drain in progress should have no effect. */
    boolean isStopped() {
        return stopped;
    }

    /** Lets the drain in progress end, and no other begin. */
    void requestStop() {
        stopped = true;
        mailbox.wake(thread);
    }

    /** As {@link #requestStop}, and returns when the thread has ended, unless it is this one. */
    void stop() {
        requestStop();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                List<I> inputs = mailbox.drain(drainMost);
                long now = clock.nowNanos();
                long wake = driver.nextWakeNanos();
                if (inputs.isEmpty() && wake > now) {
                    mailbox.await(wake - now);
                } else {
                    driver.drain(inputs, now);
                }
            }
        } catch (Throwable bug) {
            if (!stopped) {
                LOG.error("{} ended by a bug of the engine; the other nodes go on", name, bug);
                stopped = true;
                onCrash.accept(bug);
            }
        }
    }
}
