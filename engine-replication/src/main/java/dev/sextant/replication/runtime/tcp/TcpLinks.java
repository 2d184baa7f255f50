package dev.sextant.replication.runtime.tcp;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.spi.Check;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection to each other process of a cluster, over which frames of bytes go both ways.
 *
 * <p>Every process listens, and dials the peers it knows; of two connections one remains. What is lost is dialed again. Frames
 * to one peer arrive in the order in which one thread sent them, or the connection is closed; what was under way then is lost.
 *
 * <p>Thread safe. {@link #close} must not be called while holding a lock that the {@link Receiver} waits for.
 */
public final class TcpLinks implements AutoCloseable {
    private final TcpSettings settings;
    private final IoThreads threads;
    private final Wiring wiring;
    private final ConnectionFactory factory;
    private final InetSocketAddress address;

    private TcpLinks(IoThreads threads, Wiring wiring, ConnectionFactory factory, InetSocketAddress address) {
        this.settings = wiring.settings();
        this.threads = threads;
        this.wiring = wiring;
        this.factory = factory;
        this.address = address;
    }

    /**
     * Listens, and begins to dial. A peer with this process's own name is left out, so that all processes can share one list.
     *
     * @throws ConfigurationException if it cannot listen there, or the TLS material is not usable
     */
    public static TcpLinks start(TcpSettings settings, List<Peer> peers, Handshakes handshakes, Receiver receiver) {
        Journal journal = new Journal(
                settings.name(), new OnceLog(System::nanoTime), settings.times().backOffLongest());
        Wiring wiring = new Wiring(
                settings,
                new SecureRandom().nextLong(),
                handshakes,
                new PeerLinks(settings.name(), settings.admission().names(), receiver, journal),
                new Counters(),
                journal,
                new FrameEncoder(),
                new AtomicBoolean());
        IoThreads threads = IoThreads.start(settings.name(), settings.threads());
        try {
            ConnectionFactory factory = new ConnectionFactory(wiring, tls(settings.security(), threads));
            InetSocketAddress address = new Acceptor(wiring, factory).listen(threads);
            journal.listening(address, settings.security(), threads.transport());
            TcpLinks links = new TcpLinks(threads, wiring, factory, address);
            for (Peer peer : peers) {
                if (!peer.name().equals(settings.name())) {
                    links.setPeer(peer);
                }
            }
            return links;
        } catch (RuntimeException e) {
            threads.stop();
            throw e;
        }
    }

    private static @Nullable TlsContexts tls(Security security, IoThreads threads) {
        return security instanceof TlsMaterial material ? TlsContexts.load(material, threads.tls()) : null;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Sends a frame to a peer; never waits. False if it is dropped: there is no connection, or the connection cannot take more now
     * and as much waits for it as {@link FlowLimits} allow. The array must not be changed afterwards.
     */
    public boolean send(String peer, byte[] frame) {
        int most = settings.flow().frameBytes();
        if (frame.length > most) {
            throw new IllegalArgumentException(
                    "a frame of " + frame.length + " bytes, but tcp.frameBytes allows " + most + " at most");
        }
        PeerLink link = wiring.peers().find(peer);
        Connection connection = link == null ? null : link.inUse();
        boolean taken = connection != null && connection.offer(frame);
        if (!taken) {
            wiring.counters().sendsDropped.increment();
        }
        return taken;
    }

    /** Whether there is a connection to the peer, as far as is known. */
    public boolean isConnected(String peer) {
        PeerLink link = wiring.peers().find(peer);
        return link != null && link.isConnected();
    }

    /** Adds a peer, or changes where it is. A connection that there is goes on. */
    public void setPeer(Peer peer) {
        Check.argument(!peer.name().equals(settings.name()), "a process is no peer of its own: " + peer.name());
        PeerLink link = wiring.peers().of(peer.name());
        if (link == null) {
            throw new ConfigurationException(
                    "tcp.names", "is " + settings.admission().names() + ", and other peers have used up all of them");
        }
        link.dialerOr(() -> new Dialer(wiring, factory, threads, link, peer)).dial(peer);
    }

    /**
     * Uses these certificates and this key for connections that begin from now on; open ones go on with theirs.
     *
     * @throws ConfigurationException if they are not usable; those before stay in use
     */
    public void rotate(TlsMaterial material) {
        Check.argument(
                settings.security() instanceof TlsMaterial,
                "these connections are plain text, and plain text has no certificates to rotate");
        factory.use(TlsContexts.load(material, threads.tls()));
        wiring.journal().rotated(material);
    }

    /** What happened so far. */
    public TcpCounters counters() {
        return wiring.counters().snapshot();
    }

    /**
     * Closes all connections and ends all threads. Frames that wait are lost. When it returns the receiver is called no more,
     * unless it was called by the receiver, or the receiver does not return.
     */
    @Override
    public void close() {
        if (wiring.closed().getAndSet(true)) {
            return;
        }
        factory.close(!threads.isOneOfThem());
        if (!threads.stop()) {
            wiring.journal().stillRunning();
        }
    }
}
