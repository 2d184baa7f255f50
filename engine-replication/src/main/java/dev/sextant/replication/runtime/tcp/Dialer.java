package dev.sextant.replication.runtime.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that there is a connection to one peer: dials while there is none, with pauses that grow. Any thread may call it; it
 * does its work on one event loop.
 */
final class Dialer {
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    private final Wiring wiring;
    private final ConnectionFactory factory;
    private final IoThreads threads;
    private final PeerLink link;
    private final EventLoop home;
    private final BackOff failures;
    /** A connection that ends soon after it was made is made again after pauses that grow, too. */
    private final BackOff losses;

    private final long soonNanos;

    // The rest belongs to the event loop.
    private Peer peer;
    private @Nullable Attempt attempt;
    private @Nullable Future<?> pause;
    private int attempts;
    private long connectedAtNanos;

    Dialer(Wiring wiring, ConnectionFactory factory, IoThreads threads, PeerLink link, Peer peer) {
        TcpTimes times = wiring.settings().times();
        RandomGenerator random = wiring.settings().random();
        this.wiring = wiring;
        this.factory = factory;
        this.threads = threads;
        this.link = link;
        this.peer = peer;
        this.home = threads.nextLoop();
        this.soonNanos = times.backOffLongest().toNanos();
        this.failures = new BackOff(times.backOffFirst().toNanos(), soonNanos, random);
        this.losses = new BackOff(times.backOffFirst().toNanos(), soonNanos, random);
    }

    /** Dials there from now on, and at once if there is no connection. */
    void dial(Peer where) {
        onHome(() -> {
            peer = where;
            failures.reset();
            stopPausing();
            dialIfNeeded();
        });
    }

    /** There is a connection, whoever dialed it. */
    void connected() {
        onHome(() -> {
            failures.reset();
            connectedAtNanos = System.nanoTime();
        });
    }

    /** There was a connection, and there is none now. */
    void lost() {
        onHome(() -> {
            if (System.nanoTime() - connectedAtNanos > soonNanos) {
                losses.reset();
            }
            dialAfter(losses.nextNanos());
        });
    }

    private void onHome(Runnable work) {
        if (home.inEventLoop()) {
            work.run();
        } else {
            try {
                home.execute(work);
            } catch (RejectedExecutionException closed) {
                LOG.debug("nobody is dialed any more", closed);
            }
        }
    }

    private void stopPausing() {
        if (pause != null) {
            pause.cancel(false);
            pause = null;
        }
    }

    private void dialAfter(long nanos) {
        if (pause == null && attempt == null) {
            pause = home.schedule(
                    () -> {
                        pause = null;
                        dialIfNeeded();
                    },
                    nanos,
                    TimeUnit.NANOSECONDS);
        }
    }

    private void dialIfNeeded() {
        if (attempt != null || link.isConnected() || wiring.isClosed()) {
            return;
        }
        wiring.counters().dials.increment();
        Attempt mine = new Attempt(peer, attempts++);
        attempt = mine;
        try {
            threads.lookUps().execute(mine::lookUp);
        } catch (RejectedExecutionException closed) {
            LOG.debug("nobody is dialed any more", closed);
        }
    }

    /** One try, from looking up the host to the end of the connection, if it comes to that. */
    private final class Attempt implements Connection.Owner {
        private final Peer to;
        private final int number;

        Attempt(Peer to, int number) {
            this.to = to;
            this.number = number;
        }

        /** May take long: on a thread of its own. */
        void lookUp() {
            try {
                InetAddress[] addresses = InetAddress.getAllByName(to.host());
                InetAddress address = addresses[number % addresses.length];
                onHome(() -> connect(new InetSocketAddress(address, to.port())));
            } catch (UnknownHostException e) {
                wiring.journal().unreachable(to, "there is no host of that name");
                ended();
            }
        }

        private void connect(InetSocketAddress address) {
            TcpTimes times = wiring.settings().times();
            new Bootstrap()
                    .group(home)
                    .channel(threads.channel())
                    .disableResolver()
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, factory.waterMark())
                    .option(
                            ChannelOption.CONNECT_TIMEOUT_MILLIS,
                            Math.toIntExact(times.connect().toMillis()))
                    .handler(factory.initializer(channel -> this))
                    .connect(address)
                    .addListener(connecting -> {
                        if (!connecting.isSuccess() && !wiring.isClosed()) {
                            wiring.journal()
                                    .unreachable(
                                            to,
                                            String.valueOf(connecting.cause().getMessage()));
                            ended();
                        }
                    });
        }

        @Override
        public Peer dialed() {
            return to;
        }

        @Override
        public void shaken() {
            if (Objects.equals(attempt, this)) {
                attempt = null;
            }
        }

        /** Nothing came of it, or it is over. */
        @Override
        public void ended() {
            onHome(() -> {
                if (Objects.equals(attempt, this)) {
                    attempt = null;
                    dialAfter(failures.nextNanos());
                }
            });
        }
    }
}
