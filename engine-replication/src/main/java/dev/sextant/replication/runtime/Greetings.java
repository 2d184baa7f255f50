package dev.sextant.replication.runtime;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.SegmentId;
import dev.sextant.api.config.NodeConfig;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.runtime.tcp.Handshakes;
import dev.sextant.replication.runtime.tcp.PeerCertificate;
import dev.sextant.replication.runtime.tcp.Verdict;
import dev.sextant.replication.wire.Hello;
import dev.sextant.replication.wire.HelloCodec;
import dev.sextant.replication.wire.SegmentGeneration;
import dev.sextant.replication.wire.WireException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a process says of itself to others, and whom it lets in. Thread safety: any thread. */
final class Greetings implements Handshakes {
    private final NodeConfig config;
    private final long nonce;
    private final List<NodeAddress> hosts;
    private final Function<SegmentId, @Nullable Long> generation;
    private final Supplier<Collection<Hello>> connected;
    private final ConcurrentHashMap<String, Hello> accepted = new ConcurrentHashMap<>();
    private final AtomicLong sessions = new AtomicLong();
    private volatile @Nullable UUID volume;

    /**
     * A process's greetings.
     *
     * @param generation the number of a hosted segment's disk; null while it has none
     * @param connected what those that are connected have said
     */
    Greetings(
            NodeConfig config,
            long nonce,
            @Nullable UUID volume,
            Function<SegmentId, @Nullable Long> generation,
            Supplier<Collection<Hello>> connected) {
        this.config = config;
        this.nonce = nonce;
        this.volume = volume;
        this.generation = generation;
        this.connected = connected;
        List<NodeAddress> nodes = new ArrayList<>();
        config.segments().forEach(segment -> nodes.add(NodeAddress.of(segment)));
        config.writer().ifPresent(writer -> nodes.add(NodeAddress.of(writer)));
        config.replica().ifPresent(replica -> nodes.add(NodeAddress.of(replica)));
        hosts = List.copyOf(nodes);
    }

    /** From now on it says that it is part of this volume. */
    void joined(UUID joined) {
        volume = joined;
    }

    /** Where a process lives; with the first of its segments, if its parts live in several zones. */
    static AvailabilityZone zone(NodeConfig config) {
        return config.zone().orElseGet(() -> config.segments().first().zone());
    }

    /** What all processes of a cluster must have alike. */
    private String settings() {
        return "writers=" + config.volume().writers() + " mode="
                + config.volume().mode() + " page-size=" + config.volume().pageSizeBytes() + " layout="
                + config.volume().segmentLayout();
    }

    @Override
    public byte[] hello() {
        List<SegmentGeneration> generations = new ArrayList<>();
        for (SegmentId segment : config.segments()) {
            Long number = generation.apply(segment);
            if (number != null) {
                generations.add(new SegmentGeneration(segment, number));
            }
        }
        return HelloCodec.encode(new Hello(
                Hello.PROTOCOL_VERSION,
                Hello.OLDEST_PROTOCOL_VERSION,
                config.cluster(),
                volume,
                config.name(),
                zone(config),
                hosts,
                sessions.incrementAndGet(),
                nonce,
                generations,
                settings()));
    }

    @Override
    public Verdict check(byte[] bytes, PeerCertificate certificate) {
        Hello hello;
        try {
            hello = HelloCodec.decode(bytes);
        } catch (WireException e) {
            return new Verdict.Refused(String.valueOf(e.getMessage()));
        }
        String problem = problem(hello);
        if (problem == null && config.tls().isPresent()) {
            problem = notCertified(hello, certificate);
        }
        if (problem != null) {
            return new Verdict.Refused(problem);
        }
        accepted.put(hello.node(), hello);
        return new Verdict.Accepted(hello.node());
    }

    private @Nullable String problem(Hello hello) {
        if (hello.oldestProtocolVersion() > Hello.PROTOCOL_VERSION
                || hello.protocolVersion() < Hello.OLDEST_PROTOCOL_VERSION) {
            return "it speaks protocol versions " + hello.oldestProtocolVersion() + " to " + hello.protocolVersion()
                    + ", " + config.name() + " speaks " + Hello.OLDEST_PROTOCOL_VERSION + " to "
                    + Hello.PROTOCOL_VERSION + "; upgrade the older one";
        }
        if (!hello.cluster().equals(config.cluster())) {
            return "it belongs to the cluster " + hello.cluster() + ", " + config.name() + " to " + config.cluster();
        }
        if (!config.peers().containsKey(hello.node())) {
            return config.name() + " knows no peer " + hello.node() + "; add it to its peers";
        }
        UUID own = volume;
        UUID other = hello.volume();
        if (own != null && other != null && !own.equals(other)) {
            return "it has a part of the volume " + other + ", " + config.name() + " of " + own;
        }
        if (!hello.settings().equals(settings())) {
            return "it is configured with " + hello.settings() + ", " + config.name() + " with " + settings();
        }
        return hostedTwice(hello);
    }

    private @Nullable String hostedTwice(Hello hello) {
        for (NodeAddress node : hello.hosts()) {
            if (!node.isWriter() && hosts.contains(node)) {
                return "it hosts " + node + ", which " + config.name() + " hosts, too";
            }
            for (Hello other : connected.get()) {
                if (!node.isWriter()
                        && !other.node().equals(hello.node())
                        && other.hosts().contains(node)) {
                    return "it hosts " + node + ", which " + other.node() + " hosts, too";
                }
            }
        }
        return null;
    }

    /** What it says it is and its certificate does not name. */
    private @Nullable String notCertified(Hello hello, PeerCertificate certificate) {
        String prefix = "sextant:" + config.cluster() + "/";
        List<String> needed = new ArrayList<>();
        needed.add(prefix + "node/" + hello.node());
        for (NodeAddress node : hello.hosts()) {
            needed.add(prefix + node.role().name().toLowerCase(Locale.ROOT) + "/" + node.index());
        }
        needed.removeAll(certificate.uris());
        return needed.isEmpty()
                ? null
                : "its certificate (" + certificate.subject() + ") does not name " + String.join(", ", needed);
    }

    /** What the peer whose connection is there now has said. */
    Hello accepted(String peer) {
        return Check.present(accepted.get(peer), "a peer that is connected has said hello");
    }
}
