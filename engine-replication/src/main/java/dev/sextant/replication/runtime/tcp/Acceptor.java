package dev.sextant.replication.runtime.tcp;

import dev.sextant.api.ConfigurationException;
import dev.sextant.replication.runtime.tcp.Journal.Other;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Listens, and lets in who finds room. Thread safe. */
final class Acceptor {
    /** Connections that the operating system holds until they are accepted. */
    private static final int BACKLOG = 256;

    private final Wiring wiring;
    private final ConnectionFactory factory;
    private final Doorkeeper doorkeeper;

    Acceptor(Wiring wiring, ConnectionFactory factory) {
        this.wiring = wiring;
        this.factory = factory;
        this.doorkeeper = new Doorkeeper(wiring.settings().admission());
    }

    /** Listens from now on; returns where. */
    InetSocketAddress listen(IoThreads threads) {
        TcpSettings settings = wiring.settings();
        InetSocketAddress address = new InetSocketAddress(settings.listenHost(), settings.listenPort());
        Require.that(
                !address.isUnresolved(),
                "tcp.listenHost",
                "is " + settings.listenHost()
                        + ", which is no address of this machine and no name that can be looked up");
        ChannelFuture bound = new ServerBootstrap()
                .group(threads.loops())
                .channel(threads.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, factory.waterMark())
                .childHandler(factory.initializer(this::admit))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ConfigurationException(
                    "tcp.listenPort",
                    "is " + settings.listenPort() + ", and " + Journal.text(address) + " cannot be listened on: "
                            + bound.cause().getMessage()
                            + "; end the process that uses it, or choose another port or address");
        }
        factory.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private Connection.@Nullable Owner admit(SocketChannel channel) {
        InetSocketAddress from = channel.remoteAddress();
        if (from == null) {
            wiring.counters().refused(RefusalKind.ABANDONED);
            return null;
        }
        Doorkeeper.Answer answer = doorkeeper.enter(from.getAddress());
        if (answer instanceof Doorkeeper.Ticket ticket) {
            return new Guest(ticket);
        }
        wiring.counters().refused(RefusalKind.TOO_MANY);
        wiring.journal().tooMany(new Other(null, from), (Doorkeeper.Full) answer);
        return null;
    }

    /** The owner of a connection that was accepted. */
    private record Guest(Doorkeeper.Ticket ticket) implements Connection.Owner {
        @Override
        public @Nullable Peer dialed() {
            return null;
        }

        @Override
        public void shaken() {
            ticket.shaken();
        }

        @Override
        public void ended() {
            ticket.leave();
        }
    }
}
