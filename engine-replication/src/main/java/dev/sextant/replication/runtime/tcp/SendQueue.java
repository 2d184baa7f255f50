package dev.sextant.replication.runtime.tcp;

import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames on their way to one connection. Any thread puts in; the connection's event loop takes out as many as the network takes
 * and flushes them together. What finds no room is refused, so nobody waits and memory is bounded.
 *
 * <p>Invariant: what was put in by one thread is written in that order, or the connection ends.
 */
final class SendQueue {
    private final Channel channel;
    private final FlowLimits limits;
    private final Counters counters;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean closed;

    SendQueue(Channel channel, FlowLimits limits, Counters counters) {
        this.channel = channel;
        this.limits = limits;
        this.counters = counters;
    }

    /** Whether there was room. */
    boolean offer(byte[] frame) {
        if (closed || !reserve(frame.length)) {
            return false;
        }
        waiting.add(frame);
        return schedule();
    }

    private boolean reserve(int length) {
        if (frames.incrementAndGet() > limits.queuedFrames()) {
            frames.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(length) > limits.queuedBytes()) {
            release(length);
            return false;
        }
        return true;
    }

    private void release(int length) {
        frames.decrementAndGet();
        bytes.addAndGet(-length);
    }

    /** Has the event loop look; whether there is one. Never in the midst of a write, which would mix up frames. */
    boolean schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::drain);
            } catch (RejectedExecutionException closing) {
                closed = true;
                return false;
            }
        }
        return true;
    }

    private void drain() {
        scheduled.set(false);
        if (closed) {
            lose();
            return;
        }
        int written = 0;
        while (channel.isWritable()) {
            byte[] frame = waiting.poll();
            if (frame == null) {
                break;
            }
            release(frame.length);
            Unawaited.write(channel, new Frame(FrameKind.PAYLOAD, frame));
            written++;
        }
        if (written > 0) {
            counters.framesOut.add(written);
            channel.flush();
        }
    }

    /** The connection has ended: takes no more, and drops what waits. On the event loop. */
    void close() {
        closed = true;
        lose();
    }

    private void lose() {
        for (byte[] frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            release(frame.length);
            counters.framesLost.increment();
        }
    }

    /** How many wait. */
    int size() {
        return frames.get();
    }
}
