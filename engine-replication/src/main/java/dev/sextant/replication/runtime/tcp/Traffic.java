package dev.sextant.replication.runtime.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Next to the socket: counts bytes, and knows whether any have come lately. Belongs to one connection and its event loop. */
final class Traffic extends ChannelDuplexHandler {
    private final Counters counters;
    private boolean heard;

    Traffic(Counters counters) {
        this.counters = counters;
    }

    /** Whether anything has come since this was asked last. */
    boolean heardSinceAsked() {
        boolean answer = heard;
        heard = false;
        return answer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heard = true;
        if (message instanceof ByteBuf bytes) {
            counters.bytesIn.add(bytes.readableBytes());
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            counters.bytesOut.add(bytes.readableBytes());
        }
        ChannelFuture unused = ctx.write(message, promise);
    }
}
