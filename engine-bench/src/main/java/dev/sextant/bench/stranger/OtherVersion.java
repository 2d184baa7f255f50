package dev.sextant.bench.stranger;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.replication.runtime.tcp.Handshakes;
import dev.sextant.replication.runtime.tcp.Peer;
import dev.sextant.replication.runtime.tcp.PeerCertificate;
import dev.sextant.replication.runtime.tcp.Receiver;
import dev.sextant.replication.runtime.tcp.TcpLinks;
import dev.sextant.replication.runtime.tcp.TcpSettings;
import dev.sextant.replication.runtime.tcp.TlsMaterial;
import dev.sextant.replication.runtime.tcp.Verdict;
import dev.sextant.replication.wire.Hello;
import dev.sextant.replication.wire.HelloCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One with a certificate that is in order, over the same transport, which speaks only a version of the protocol that is to come. */
final class OtherVersion implements StrangerProcess.Knocking, Handshakes, Receiver {
    private static final int VERSION = Hello.PROTOCOL_VERSION + 7;

    private final String cluster;
    private final String name;
    private final AtomicLong sessions = new AtomicLong();
    private final AtomicLong served = new AtomicLong();
    private final TcpLinks links;

    OtherVersion(String cluster, String name, String node, int port, Path authority, Path certificate, Path key) {
        this.cluster = cluster;
        this.name = name;
        TcpSettings settings = TcpSettings.of(name, "127.0.0.1", 0, new TlsMaterial(authority, certificate, key));
        links = TcpLinks.start(settings, List.of(new Peer(node, "127.0.0.1", port)), this, this);
    }

    @Override
    public byte[] hello() {
        return HelloCodec.encode(new Hello(
                VERSION,
                VERSION,
                cluster,
                null,
                name,
                AvailabilityZone.C,
                List.of(),
                sessions.incrementAndGet(),
                1,
                List.of(),
                ""));
    }

    /** It would talk to anybody. */
    @Override
    public Verdict check(byte[] hello, PeerCertificate certificate) {
        return new Verdict.Accepted(HelloCodec.decode(hello).node());
    }

    @Override
    public void connected(String peer) {
        served.incrementAndGet();
    }

    @Override
    public void received(String peer, byte[] frame) {
        served.incrementAndGet();
    }

    @Override
    public void gone(String peer) {}

    @Override
    public long served() {
        return served.get();
    }

    @Override
    public void close() {
        links.close();
    }
}
