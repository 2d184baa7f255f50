package dev.sextant.replication.runtime.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

/** Operations on channels of which nobody waits for the outcome: what fails comes to the last handler of the pipeline. */
final class Unawaited {
    private Unawaited() {}

    static void write(Channel channel, Frame frame) {
        ChannelFuture unused = channel.write(frame, channel.voidPromise());
    }

    static void writeAndFlush(Channel channel, Frame frame) {
        ChannelFuture unused = channel.writeAndFlush(frame, channel.voidPromise());
    }

    static void close(Channel channel) {
        ChannelFuture unused = channel.close();
    }
}
