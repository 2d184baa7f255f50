package dev.sextant.replication.runtime.tcp;

import dev.sextant.replication.runtime.tcp.Journal.Other;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection from its first byte to its one end: TLS, the {@link Handshake}, then frames. Whether it is the one in use
 * {@link PeerLink} knows. The last part of its channel's pipeline.
 *
 * <p>Everything happens on the channel's event loop, but {@link #offer} and {@link #replaced}.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    /** Where a connection is. */
    private enum Stage {
        /** TCP or TLS are not ready. */
        BEGUN,
        /** The sides introduce themselves. */
        SHAKING,
        /** Frames flow. */
        OPEN,
        /** It will not be. The other side has been told, and closes the connection or is cut off when its time is up. */
        REFUSED,
        /** Nothing more comes of it. */
        ENDED
    }

    private final Wiring wiring;
    private final Channel channel;
    private final FrameDecoder decoder;
    private final Owner owner;
    private final SendQueue queue;
    private final Heartbeat heartbeat;
    private final Handshake handshake;

    private Stage stage = Stage.BEGUN;
    private volatile Other other;
    private volatile @Nullable String whyClosed;
    private @Nullable ScheduledFuture<?> handshakeLimit;

    /** Whoever made a connection, and hears of its fate. */
    interface Owner {
        /** Whom it dialed; null if the connection was accepted. */
        @Nullable
        Peer dialed();

        /** Its handshake is done, and it is open. */
        void shaken();

        /** It has ended, whether or not it was ever open. */
        void ended();
    }

    Connection(Wiring wiring, Channel channel, Traffic traffic, FrameDecoder decoder, Owner owner) {
        TcpTimes times = wiring.settings().times();
        this.wiring = wiring;
        this.channel = channel;
        this.decoder = decoder;
        this.owner = owner;
        this.queue = new SendQueue(channel, wiring.settings().flow(), wiring.counters());
        this.heartbeat = new Heartbeat(
                channel,
                traffic::heardSinceAsked,
                times,
                () -> end("nothing was heard from it for " + times.silence()));
        this.handshake = new Handshake(wiring, this, owner.dialed());
        this.other = new Other(name(owner.dialed()), channel.localAddress());
    }

    private static @Nullable String name(@Nullable Peer peer) {
        return peer == null ? null : peer.name();
    }

    // ---- from any thread -------------------------------------------------------------------------------------------

    /** Whether there is room for the frame on its way; if so it is sent, or the connection ends. */
    boolean offer(byte[] frame) {
        return queue.offer(frame);
    }

    /** Another connection took its place. */
    void replaced() {
        whyClosed = "a newer connection has taken its place";
        Unawaited.close(channel);
    }

    // ---- what the network tells ------------------------------------------------------------------------------------

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        other = new Other(other.peer(), channel.remoteAddress());
        handshakeLimit = channel.eventLoop()
                .schedule(
                        this::handshakeTookTooLong,
                        wiring.settings().times().handshake().toNanos(),
                        TimeUnit.NANOSECONDS);
        if (channel.pipeline().get(SslHandler.class) == null) {
            shake();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls && stage == Stage.BEGUN) {
            if (tls.isSuccess()) {
                shake();
            } else if (!(tls.cause() instanceof ClosedChannelException)) {
                tlsFailed(tls.cause());
            }
        }
    }

    private void shake() {
        stage = Stage.SHAKING;
        handshake.begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Frame frame = (Frame) message;
        if (stage == Stage.OPEN) {
            receive(frame);
        } else if (stage == Stage.SHAKING || (stage == Stage.REFUSED && frame.kind() == FrameKind.REFUSED)) {
            handshake.on(frame);
        }
    }

    private void receive(Frame frame) {
        switch (frame.kind()) {
            case PAYLOAD -> {
                wiring.counters().framesIn.increment();
                handshake.link().received(this, frame.content());
            }
            case PING -> {
                // Who asks without reading the answers gets no more of them.
                if (channel.isWritable()) {
                    Unawaited.writeAndFlush(channel, Frame.empty(FrameKind.PONG));
                }
            }
            // That something came is all there is to know, and Traffic knows it.
            case PONG -> {}
            case HELLO, ACCEPTED, REFUSED ->
                throw new BadFrameException(FrameProblem.OUT_OF_ORDER, frame.kind() + " after the handshake");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            queue.schedule();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        String why = wiring.isClosed() ? "this process closes its connections" : whyClosed;
        broke(why == null ? "it was closed from there, or broke" : why);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (stage == Stage.REFUSED || stage == Stage.ENDED) {
            return;
        }
        Throwable inner = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (inner instanceof BadFrameException bad) {
            badFrame(bad);
        } else if (inner instanceof SSLException && stage != Stage.OPEN) {
            tlsFailed(inner);
        } else if (inner instanceof IOException) {
            broke("it broke: " + Printable.of(String.valueOf(inner.getMessage()), Refusal.REASON_BYTES_MOST));
        } else {
            wiring.journal().bug(other, cause);
            end("there was a bug");
        }
    }

    // ---- its ends --------------------------------------------------------------------------------------------------

    private void badFrame(BadFrameException bad) {
        wiring.counters().bad(bad.problem());
        if (stage != Stage.OPEN) {
            wiring.counters().refused(RefusalKind.BAD_FRAME);
        }
        wiring.journal().badFrame(other, bad.problem(), String.valueOf(bad.getMessage()));
        end("a frame of it was bad");
    }

    private void broke(String how) {
        boolean early = stage == Stage.BEGUN || stage == Stage.SHAKING;
        if (early && !wiring.isClosed()) {
            wiring.counters().refused(RefusalKind.ABANDONED);
            wiring.journal().abandoned(other, owner.dialed() != null);
        }
        end(how);
    }

    /** Netty tells the other side, if it can be told, and closes the channel after that. */
    private void tlsFailed(Throwable cause) {
        TlsFailure failure = TlsFailure.of(cause);
        wiring.counters().refused(failure.kind());
        wiring.journal().tlsFailed(other, failure);
        stage = Stage.REFUSED;
    }

    private void handshakeTookTooLong() {
        if (stage == Stage.BEGUN || stage == Stage.SHAKING) {
            wiring.counters().refused(RefusalKind.TIMED_OUT);
            wiring.journal().handshakeTimedOut(other, wiring.settings().times().handshake());
        }
        end("its handshake took too long");
    }

    /** Tells the other side why not, and leaves the rest to it: who closes at once may take the words back with that. */
    void refuse(Refusal refusal) {
        if (stage == Stage.ENDED) {
            return;
        }
        if (!refusal.surplus()) {
            wiring.counters().refused(RefusalKind.NOT_ACCEPTED);
            wiring.journal().refused(other, refusal.reason());
        }
        stage = Stage.REFUSED;
        say(FrameKind.REFUSED, refusal.encoded());
    }

    /** The other side has said why not. */
    void refusedThere(Refusal refusal) {
        if (!refusal.surplus()) {
            wiring.counters().refused(RefusalKind.REFUSED_BY_PEER);
            wiring.journal().refusedBy(other, refusal.reason());
        }
        stage = Stage.REFUSED;
        end("it was refused there");
    }

    /** The one end of each connection. */
    void end(String why) {
        if (stage == Stage.ENDED) {
            return;
        }
        boolean wasOpen = stage == Stage.OPEN;
        stage = Stage.ENDED;
        stopWaiting();
        heartbeat.stop();
        decoder.hearNoMore();
        queue.close();
        Unawaited.close(channel);
        if (wasOpen) {
            wiring.counters().connectionsOpen.decrementAndGet();
            wiring.journal().ended(other, why);
            handshake.link().ended(this);
        }
        owner.ended();
    }

    private void stopWaiting() {
        if (handshakeLimit != null) {
            handshakeLimit.cancel(false);
        }
    }

    // ---- what its handshake and its link have it do ----------------------------------------------------------------

    void say(FrameKind kind, byte[] content) {
        Unawaited.writeAndFlush(channel, new Frame(kind, content));
    }

    /** The other side has introduced itself; whether that is true is seen later. */
    void introduced(String name) {
        other = new Other(name, other.address());
    }

    Other other() {
        return other;
    }

    /** What the other side has shown. */
    PeerCertificate certificate() throws CertificateException, SSLPeerUnverifiedException {
        return TlsContexts.shownOver(channel);
    }

    /** It is the connection in use: frames flow from here on, unless it has ended in this very moment. Whether they do. */
    boolean open(long session) {
        if (stage == Stage.ENDED) {
            return false;
        }
        stage = Stage.OPEN;
        stopWaiting();
        decoder.allow(wiring.settings().flow().frameBytes());
        heartbeat.start();
        wiring.counters().connectionsOpened.increment();
        wiring.counters().connectionsOpen.incrementAndGet();
        wiring.journal().connected(other, session, owner.dialed() != null);
        owner.shaken();
        return true;
    }
}
