package dev.sextant.replication.runtime.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes connections of channels, both of accepted and of dialed ones, and closes all of them in the end. Thread safe. */
final class ConnectionFactory {
    private static final long CLOSING_SECONDS_MOST = 5;

    private final Wiring wiring;
    /** One that is added after it was closed is closed, too. */
    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    /** Null for plain text. */
    private volatile @Nullable TlsContexts tls;

    ConnectionFactory(Wiring wiring, @Nullable TlsContexts tls) {
        this.wiring = wiring;
        this.tls = tls;
    }

    /** For connections that begin from now on. */
    void use(TlsContexts contexts) {
        tls = contexts;
    }

    /** When a connection takes no more, and when it does again. */
    WriteBufferWaterMark waterMark() {
        FlowLimits flow = wiring.settings().flow();
        return new WriteBufferWaterMark(flow.lowWaterBytes(), flow.highWaterBytes());
    }

    /** The handler that makes a channel a connection, if {@code owner} wants it: null closes it at once. */
    ChannelHandler initializer(Function<SocketChannel, Connection.@Nullable Owner> owner) {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channels.add(channel);
                if (!channel.isOpen()) {
                    return;
                }
                Connection.Owner wanting = owner.apply(channel);
                if (wanting == null) {
                    Unawaited.close(channel);
                } else {
                    install(channel, wanting);
                }
            }
        };
    }

    private void install(SocketChannel channel, Connection.Owner owner) {
        Traffic traffic = new Traffic(wiring.counters());
        FrameDecoder decoder = new FrameDecoder(wiring.handshakeBytesMost());
        ChannelPipeline pipeline = channel.pipeline().addLast(traffic);
        TlsContexts contexts = tls;
        if (contexts != null) {
            pipeline.addLast(contexts.handler(channel.alloc(), owner.dialed() != null));
        }
        pipeline.addLast(decoder, wiring.encoder(), new Connection(wiring, channel, traffic, decoder, owner));
    }

    /** Has a channel that is no connection closed with the others. */
    void add(Channel channel) {
        channels.add(channel);
    }

    /** Closes all, and those that are still to come; waits for that if told to, though not for ever. */
    void close(boolean waiting) {
        var closing = channels.close();
        if (waiting) {
            closing.awaitUninterruptibly(CLOSING_SECONDS_MOST, TimeUnit.SECONDS);
        }
    }
}
