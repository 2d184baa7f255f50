package dev.sextant.replication.sim.world;

import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.node.NodeDriver;
import dev.sextant.replication.sim.time.LocalClock;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One process of the world: a driver with a mailbox, a clock that may be wrong, and the time its work takes. It may stand
 * still, and goes on with everything that has arrived meanwhile; once it has ended it does nothing any more.
 *
 * @param <I> what happens to its core
 */
final class SimProcess<I> {
    private final VirtualTime time;
    private final NodeAddress address;
    private final LocalClock clock;
    private final BiFunction<NodeAddress, Message, I> received;
    private final LongSupplier costNanos;
    private final int mailboxLimit;
    private final int batchLimit;
    /** By address of a sender, its process that was heard last: where answers go. */
    private final Map<NodeAddress, SimProcess<?>> heard = new TreeMap<>();

    private List<I> mailbox = new ArrayList<>();
    private @Nullable NodeDriver<I> driver;
    private boolean ended;
    private boolean paused;
    private boolean drainScheduled;
    private long busyUntilNanos;
    private long wakeNanos = Long.MAX_VALUE;
    private long wakes;

    /** What a process needs. */
    record Parts<I>(
            NodeAddress address,
            BiFunction<NodeAddress, Message, I> received,
            LongSupplier costNanos,
            int mailboxLimit,
            int batchLimit) {}

    SimProcess(VirtualTime time, Parts<I> parts) {
        this.time = time;
        this.address = parts.address();
        this.received = parts.received();
        this.costNanos = parts.costNanos();
        this.mailboxLimit = parts.mailboxLimit();
        this.batchLimit = parts.batchLimit();
        clock = new LocalClock(time);
    }

    /** Begins, with this to run. */
    void start(NodeDriver<I> newDriver, I first) {
        driver = newDriver;
        put(first);
    }

    NodeAddress address() {
        return address;
    }

    LocalClock clock() {
        return clock;
    }

    /** Something was heard from a process. */
    void heardFrom(SimProcess<?> sender) {
        if (!sender.ended) {
            heard.put(sender.address, sender);
        }
    }

    /** The process at an address that was heard last, if it is still there. */
    @Nullable
    SimProcess<?> lastHeardAt(NodeAddress sender) {
        SimProcess<?> last = heard.get(sender);
        return last == null || last.ended ? null : last;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isPaused() {
        return paused;
    }

    /** Ends it: what it was about to do it does not do any more. */
    void end() {
        ended = true;
        mailbox = new ArrayList<>();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        schedule(time.nowNanos());
    }

    /** An envelope has arrived; false if there is no room for it. */
    boolean deliver(NodeAddress from, List<Message> messages) {
        if (ended || mailbox.size() + messages.size() > mailboxLimit) {
            return false;
        }
        for (Message message : messages) {
            mailbox.add(received.apply(from, message));
        }
        schedule(time.nowNanos());
        return true;
    }

    /** An input of its own; never refused. */
    void put(I input) {
        if (!ended) {
            mailbox.add(input);
            schedule(time.nowNanos());
        }
    }

    /** An input of a client; false if there is no room for it. */
    boolean offer(I input) {
        if (mailbox.size() >= mailboxLimit) {
            return false;
        }
        put(input);
        return true;
    }

    private void schedule(long whenNanos) {
        if (!drainScheduled && !ended) {
            drainScheduled = true;
            time.at(Math.max(whenNanos, busyUntilNanos), this::drain);
        }
    }

    private void drain() {
        drainScheduled = false;
        if (ended || paused || driver == null) {
            return;
        }
        List<I> inputs = take();
        busyUntilNanos = time.nowNanos() + costNanos.getAsLong();
        driver.drain(inputs, clock.nowNanos());
        if (!ended) {
            planNext();
        }
    }

    private List<I> take() {
        List<I> inputs = mailbox;
        if (inputs.size() <= batchLimit) {
            mailbox = new ArrayList<>();
            return inputs;
        }
        mailbox = new ArrayList<>(inputs.subList(batchLimit, inputs.size()));
        return List.copyOf(inputs.subList(0, batchLimit));
    }

    private void planNext() {
        if (!mailbox.isEmpty()) {
            schedule(time.nowNanos());
        }
        planWake();
    }

    /** Sees to it that it is woken when its core wants to be; again after its clock was changed. */
    void planWake() {
        if (driver == null || ended) {
            return;
        }
        long due = clock.worldNanosAt(driver.nextWakeNanos());
        if (due < wakeNanos) {
            wakeNanos = due;
            long wake = ++wakes;
            time.at(due, () -> woken(wake));
        }
    }

    private void woken(long wake) {
        if (wake != wakes || ended) {
            return;
        }
        wakeNanos = Long.MAX_VALUE;
        if (driver != null && !paused && clock.worldNanosAt(driver.nextWakeNanos()) <= time.nowNanos()) {
            schedule(time.nowNanos());
        } else if (!paused) {
            planWake();
        }
    }
}
