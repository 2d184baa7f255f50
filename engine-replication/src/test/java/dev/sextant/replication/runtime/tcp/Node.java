package dev.sextant.replication.runtime.tcp;

import dev.sextant.replication.runtime.Waiting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A process of a cluster as tests have it: on loopback, with short pauses, and a recorder that hears everything. */
final class Node implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    /** Long enough that no machine is too slow for it, and short pauses. */
    static final TcpTimes PATIENT = new TcpTimes(
            Duration.ofMinutes(2),
            Duration.ofMinutes(2),
            Duration.ofSeconds(20),
            Duration.ofMinutes(4),
            Duration.ofMillis(2),
            Duration.ofMillis(20));

    private final String name;
    private final Recorder recorder;
    private final TcpLinks links;

    private Node(String name, Recorder recorder, TcpLinks links) {
        this.name = name;
        this.recorder = recorder;
        this.links = links;
    }

    static TcpSettings settings(String name, Security security) {
        return TcpSettings.of(name, HOST, 0, security).with(PATIENT).with(new Random(name.hashCode()));
    }

    static TcpSettings settings(String name) {
        return settings(name, PlainText.INSTANCE);
    }

    static Node start(String name, Peer... peers) {
        return start(settings(name), Names.open(name), new Recorder(), peers);
    }

    static Node start(TcpSettings settings, Peer... peers) {
        return start(settings, Names.open(settings.name()), new Recorder(), peers);
    }

    static Node start(TcpSettings settings, Handshakes handshakes, Recorder recorder, Peer... peers) {
        return new Node(settings.name(), recorder, TcpLinks.start(settings, List.of(peers), handshakes, recorder));
    }

    String name() {
        return name;
    }

    Recorder recorder() {
        return recorder;
    }

    TcpLinks links() {
        return links;
    }

    InetSocketAddress address() {
        return links.address();
    }

    /** As others know it. */
    Peer peer() {
        return peer(name, address());
    }

    static Peer peer(String name, InetSocketAddress address) {
        return new Peer(name, HOST, address.getPort());
    }

    /** Waits until both see each other. */
    void awaitConnected(Node other) {
        Waiting.until(
                () -> name + " and " + other.name + " are connected: " + recorder.told() + other.recorder.told(),
                () -> links.isConnected(other.name) && other.links.isConnected(name));
    }

    @Override
    public void close() {
        links.close();
    }
}
