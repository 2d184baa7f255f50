package dev.sextant.replication.runtime.tcp;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a {@link TcpLinks}: event loops, Linux's own where its native part loads and Java's elsewhere, and helpers for
 * what would keep an event loop from its work: the arithmetic of TLS handshakes, and looking up hosts.
 */
final class IoThreads {
    /** A flood of handshakes costs no more than one thread's time. */
    private static final int TLS_THREADS = 1;
    /** Hosts that take long to look up must not keep others waiting. */
    private static final int LOOK_UP_THREADS = 4;

    private static final long HELPER_IDLE_SECONDS = 10;
    private static final long SHUTDOWN_SECONDS_MOST = 5;

    private final IoEventLoopGroup loops;
    private final boolean epoll;
    private final ExecutorService tls;
    private final ExecutorService lookUps;

    private IoThreads(IoEventLoopGroup loops, boolean epoll, ExecutorService tls, ExecutorService lookUps) {
        this.loops = loops;
        this.epoll = epoll;
        this.tls = tls;
        this.lookUps = lookUps;
    }

    static IoThreads start(String name, int eventLoops) {
        boolean epoll = Epoll.isAvailable();
        return new IoThreads(
                new MultiThreadIoEventLoopGroup(
                        eventLoops,
                        new DefaultThreadFactory("sextant-tcp-" + name, true),
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()),
                epoll,
                helpers("sextant-tls-" + name, TLS_THREADS),
                helpers("sextant-lookup-" + name, LOOK_UP_THREADS));
    }

    /** What waits for them is bounded by the connections and peers there may be. */
    private static ExecutorService helpers(String name, int threads) {
        ThreadPoolExecutor helpers = new ThreadPoolExecutor(
                threads,
                threads,
                HELPER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(name, true));
        helpers.allowCoreThreadTimeOut(true);
        return helpers;
    }

    IoEventLoopGroup loops() {
        return loops;
    }

    EventLoop nextLoop() {
        return loops.next();
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends SocketChannel> channel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    String transport() {
        return epoll ? "epoll" : "NIO";
    }

    ExecutorService tls() {
        return tls;
    }

    ExecutorService lookUps() {
        return lookUps;
    }

    boolean isOneOfThem() {
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    /** Ends them, and waits for that unless called on one of them. Returns whether they have ended or were not waited for. */
    boolean stop() {
        tls.shutdown();
        lookUps.shutdownNow();
        Future<?> ended = loops.shutdownGracefully(0, SHUTDOWN_SECONDS_MOST, TimeUnit.SECONDS);
        return isOneOfThem() || ended.awaitUninterruptibly(SHUTDOWN_SECONDS_MOST, TimeUnit.SECONDS);
    }
}
