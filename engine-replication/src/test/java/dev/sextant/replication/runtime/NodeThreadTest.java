package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.replication.node.NodeDriver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node's thread runs its driver when there is something to do, and ends when it is told to or when the driver throws. */
class NodeThreadTest {
    private final SystemClock clock = new SystemClock();
    private final Mailbox<String> mailbox = new Mailbox<>(100);
    private final ConcurrentLinkedQueue<String> drained = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Throwable> crash = new CompletableFuture<>();

    @AfterEach
    void closeClock() {
        clock.close();
    }

    /** Notes what it gets; throws at a word; wakes by itself as often as it is told. */
    private final class Noting implements NodeDriver<String> {
        private int wakes;

        Noting(int wakes) {
            this.wakes = wakes;
        }

        @Override
        public void drain(List<? extends String> inputs, long nowNanos) {
            if (inputs.isEmpty()) {
                wakes--;
                drained.add("woke");
            }
            for (String input : inputs) {
                if (input.equals("bug")) {
                    throw new AssertionError("a bug");
                }
                drained.add(input);
            }
        }

        @Override
        public long nextWakeNanos() {
            return wakes > 0 ? 0 : Long.MAX_VALUE;
        }
    }

    private NodeThread<String> started(int wakes) {
        NodeThread<String> thread = new NodeThread<>("node", clock, mailbox, new Noting(wakes), 10, crash::complete);
        thread.start();
        return thread;
    }

    @Test
    void drainsWhatComesAndWakesWhenItIsDue() {
        NodeThread<String> thread = started(2);
        Waiting.until("it woke twice", () -> drained.size() == 2);
        mailbox.put("one");
        mailbox.put("two");
        Waiting.until("both were drained", () -> drained.size() == 4);
        thread.stop();

        assertEquals(List.of("woke", "woke", "one", "two"), List.copyOf(drained));
        assertTrue(thread.isStopped());
    }

    @Test
    void aStoppedThreadDrainsNothingMore() {
        NodeThread<String> thread = started(0);
        thread.stop();
        mailbox.put("late");

        assertEquals(1, mailbox.size());
        assertEquals(List.of(), List.copyOf(drained));
    }

    @Test
    void aBugEndsTheThreadAndIsTold() throws Exception {
        NodeThread<String> thread = started(0);
        mailbox.put("bug");

        assertSame(AssertionError.class, crash.get(1, TimeUnit.MINUTES).getClass());
        assertTrue(thread.isStopped());
        thread.stop();
    }
}
