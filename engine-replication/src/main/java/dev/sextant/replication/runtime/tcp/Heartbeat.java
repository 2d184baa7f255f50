package dev.sextant.replication.runtime.tcp;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices a peer that is silent: asks it for a sign of life when nothing has come for a while, and gives it up when nothing has
 * come for so many whiles in a row. It counts whiles instead of comparing times, so that a pause of this process is not taken
 * for the silence of all others: after one, there is a whole while in which they can be heard. Belongs to one event loop.
 */
final class Heartbeat {
    private final Channel channel;
    private final BooleanSupplier heardSinceAsked;
    private final long pingNanos;
    private final int silencesMost;
    private final Runnable onSilence;
    private int silences;
    private @Nullable ScheduledFuture<?> next;

    Heartbeat(Channel channel, BooleanSupplier heardSinceAsked, TcpTimes times, Runnable onSilence) {
        this.channel = channel;
        this.heardSinceAsked = heardSinceAsked;
        this.pingNanos = times.ping().toNanos();
        this.silencesMost = times.silentPingsMost();
        this.onSilence = onSilence;
    }

    void start() {
        next = channel.eventLoop().schedule(this::listen, pingNanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void listen() {
        silences = heardSinceAsked.getAsBoolean() ? 0 : silences + 1;
        if (silences >= silencesMost) {
            onSilence.run();
            return;
        }
        if (silences > 0) {
            Unawaited.writeAndFlush(channel, Frame.empty(FrameKind.PING));
        }
        start();
    }
}
