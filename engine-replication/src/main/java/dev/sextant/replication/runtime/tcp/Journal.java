package dev.sextant.replication.runtime.tcp;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to connections, in words for whoever operates the cluster. What is tried again and again is told once for each
 * peer and reason, until the peer is connected. Thread safe.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sextant.tcp");
    private static final String ONCE = "This is told once for each reason until the connection is made.";

    private final String name;
    private final OnceLog once;
    private final Duration longestPause;

    Journal(String name, OnceLog once, Duration longestPause) {
        this.name = name;
        this.once = once;
        this.longestPause = longestPause;
    }

    /** Who is over there, as far as is known. */
    record Other(@Nullable String peer, SocketAddress address) {
        @Override
        public String toString() {
            String where = text(address);
            return peer == null ? where : peer + " at " + where;
        }

        /** The same for all attempts, which come from other ports each time. */
        String key() {
            String host = address instanceof InetSocketAddress internet ? internet.getHostString() : address.toString();
            return peer == null ? host : peer;
        }
    }

    /** An address without what Java adds to it. */
    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress internet) {
            String host = internet.getHostString();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
        }
        return address.toString();
    }

    void listening(InetSocketAddress address, Security security, String transport) {
        if (security instanceof PlainText && !isLoopback(address)) {
            LOG.warn(
                    "{} listens on {} without TLS, as the settings ask for: whoever reaches this port can read and forge"
                            + " everything. Set TLS material, or listen on a loopback address.",
                    name,
                    text(address));
        }
        LOG.info("{} listens on {} ({}, {})", name, text(address), security, transport);
    }

    private static boolean isLoopback(InetSocketAddress address) {
        return address.getAddress() != null && address.getAddress().isLoopbackAddress();
    }

    void connected(Other other, long session, boolean dialed) {
        if (other.peer() != null) {
            once.forget(other.peer());
        }
        LOG.info("{} and {} are connected, session {}, dialed {}", name, other, session, dialed ? "here" : "there");
    }

    void ended(Other other, String why) {
        LOG.info("{} has lost its connection to {}: {}", name, other, why);
    }

    void refused(Other other, String reason) {
        if (once.isNews(other.key(), "refused: " + reason)) {
            LOG.warn("{} refused {}: {}. It has been told so, and nothing was served. {}", name, other, reason, ONCE);
        }
    }

    void refusedBy(Other other, String reason) {
        if (once.isNews(other.key(), "refused by: " + reason)) {
            LOG.warn(
                    "{} was refused by {}: {}. No frame was sent. Trying again, after {} at the latest. {}",
                    name,
                    other,
                    reason,
                    longestPause,
                    ONCE);
        }
    }

    void tlsFailed(Other other, TlsFailure failure) {
        if (once.isNews(other.key(), "TLS: " + failure.text())) {
            LOG.warn("{} and {} could not agree on TLS: {}. Nothing was served. {}", name, other, failure.text(), ONCE);
        }
    }

    void handshakeTimedOut(Other other, Duration limit) {
        if (once.isNews(other.key(), "timed out")) {
            LOG.warn(
                    "{} closed the connection with {}: its handshake took longer than {}. Nothing was served. {}",
                    name,
                    other,
                    limit,
                    ONCE);
        }
    }

    void tooMany(Other other, Doorkeeper.Full full) {
        if (once.isNews(other.key(), "too many: " + full.limit())) {
            LOG.warn(
                    "{} turned away {}: there are {} connections already, which is what {} allows. They go on. {}",
                    name,
                    other,
                    full.count(),
                    full.limit(),
                    ONCE);
        }
    }

    void badFrame(Other other, FrameProblem problem, String detail) {
        if (once.isNews(other.key(), "bad frame: " + problem)) {
            LOG.warn(
                    "{} closed the connection with {} for a frame that is bad: {} ({}). Nothing of it was used. {}",
                    name,
                    other,
                    problem.text(),
                    detail,
                    ONCE);
        }
    }

    /** A stranger may knock and leave; from a peer that was dialed more is expected. */
    void abandoned(Other other, boolean dialed) {
        if (!dialed) {
            LOG.debug("{} closed its connection with {} before the handshake was done", other, name);
        } else if (once.isNews(other.key(), "abandoned")) {
            LOG.warn(
                    "{} closed its connection with {} during the handshake without a word; its own log may say why."
                            + " Trying again, after {} at the latest. {}",
                    other,
                    name,
                    longestPause,
                    ONCE);
        }
    }

    void unreachable(Peer peer, String why) {
        if (once.isNews(peer.name(), "unreachable: " + peer.address() + why)) {
            LOG.info(
                    "{} cannot reach {} at {}: {}. Trying again, after {} at the latest. {}",
                    name,
                    peer.name(),
                    peer.address(),
                    why,
                    longestPause,
                    ONCE);
        }
    }

    void bug(Other other, Throwable bug) {
        if (once.isNews(other.key(), "bug: " + bug)) {
            LOG.error(
                    "{} met a bug, of itself or of who uses it, in its connection with {}. The other connections are"
                            + " unharmed. {}",
                    name,
                    other,
                    ONCE,
                    bug);
        }
    }

    void rotated(TlsMaterial material) {
        LOG.info("{} uses {} for new connections; those that are open go on", name, material);
    }

    void stillRunning() {
        LOG.warn("{} was closed, but a receiver still holds one of its threads, which ends when it returns", name);
    }
}
