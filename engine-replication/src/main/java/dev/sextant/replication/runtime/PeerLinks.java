package dev.sextant.replication.runtime;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.NodeStatus;
import dev.sextant.api.SegmentId;
import dev.sextant.api.config.HostAddress;
import dev.sextant.api.config.NodeConfig;
import dev.sextant.api.config.TlsFiles;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.runtime.tcp.Peer;
import dev.sextant.replication.runtime.tcp.PlainText;
import dev.sextant.replication.runtime.tcp.Receiver;
import dev.sextant.replication.runtime.tcp.Security;
import dev.sextant.replication.runtime.tcp.TcpLinks;
import dev.sextant.replication.runtime.tcp.TcpSettings;
import dev.sextant.replication.runtime.tcp.TlsMaterial;
import dev.sextant.replication.wire.Envelope;
import dev.sextant.replication.wire.Hello;
import dev.sextant.replication.wire.PeerFrame;
import dev.sextant.replication.wire.PeerFrameCodec;
import dev.sextant.replication.wire.SegmentGeneration;
import dev.sextant.storage.volume.Founders;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a process to its peers: greets them, and turns frames into messages and back.
 *
 * <p>Thread safety: any thread. The listener is called on event loops.
 */
final class PeerLinks
        implements ClusterNetwork.Links,
                OutcomeDesk.Links,
                CommitRelay.Links,
                StatusDesk.Links,
                Receiver,
                AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLinks.class);

    private final NodeConfig config;
    private final Greetings greetings;
    private final Listener listener;
    private final ConcurrentHashMap<String, Hello> connected = new ConcurrentHashMap<>();
    /** What each peer said when it was last connected. */
    private final ConcurrentHashMap<String, Hello> known = new ConcurrentHashMap<>();
    /** The highest number of a disk of each segment that any process has told of. */
    private final ConcurrentHashMap<SegmentId, Long> generations = new ConcurrentHashMap<>();

    private volatile @Nullable TcpLinks links;

    /** Who hears of peers. */
    interface Listener {
        void connected(String peer, Hello hello);

        void gone(String peer);

        /** A peer has told of the volume it is part of. */
        void volume(Founders founders, Map<SegmentId, Long> generations);

        /** Takes messages. */
        ClusterNetwork network();

        /** Takes commits, and how they ended. */
        CommitRelay commits();

        /** Takes questions of outcomes, and answers to them. */
        OutcomeDesk outcomes();

        /** Takes questions of how this process is, and answers to them. */
        StatusDesk statuses();
    }

    /**
     * Links that are not open yet.
     *
     * @param generation the number of a hosted segment's disk; null while it has none
     */
    PeerLinks(
            NodeConfig config,
            long nonce,
            @Nullable UUID volume,
            Function<SegmentId, @Nullable Long> generation,
            Listener listener) {
        this.config = config;
        this.listener = listener;
        greetings = new Greetings(config, nonce, volume, generation, connected::values);
    }

    /** Listens and connects. */
    void start() {
        List<Peer> peers = new ArrayList<>();
        config.peers().forEach((name, address) -> peers.add(new Peer(name, address.host(), address.port())));
        HostAddress listen = config.listen();
        links = TcpLinks.start(
                TcpSettings.of(config.name(), listen.host(), listen.port(), security()), peers, greetings, this);
    }

    private Security security() {
        Optional<TlsFiles> tls = config.tls();
        return tls.isPresent()
                ? new TlsMaterial(
                        tls.get().authority(),
                        tls.get().certificate(),
                        tls.get().key())
                : PlainText.INSTANCE;
    }

    /** This process has become part of a volume. */
    void joined(Founders founders) {
        greetings.joined(founders.volume());
        connected.forEach((peer, hello) -> {
            if (hello.volume() == null) {
                tellVolume(peer, founders);
            }
        });
    }

    /** Tells a peer whose directory is empty of which volume it is to be part. */
    void tellVolume(String peer, Founders founders) {
        send(
                peer,
                new PeerFrame.Volume(founders.volume(), new TreeMap<>(founders.nonces()), new TreeMap<>(generations)));
    }

    @Override
    public boolean send(String peer, NodeAddress from, NodeAddress to, List<Message> messages) {
        return send(peer, new PeerFrame.Messages(new Envelope(from, to, messages)));
    }

    @Override
    public void tellGone(NodeAddress node) {
        connected.keySet().forEach(peer -> send(peer, new PeerFrame.Gone(node)));
    }

    /** A frame that is lost is as one that a network loses. */
    @Override
    public boolean send(String peer, PeerFrame frame) {
        TcpLinks open = links;
        return open != null && open.send(peer, PeerFrameCodec.encode(frame));
    }

    // ---- event loops -----------------------------------------------------------------------------------------------

    @Override
    public void connected(String peer) {
        Hello hello = greetings.accepted(peer);
        known.put(peer, hello);
        connected.put(peer, hello);
        for (SegmentGeneration each : hello.generations()) {
            generations.merge(each.segment(), each.generation(), Math::max);
        }
        LOG.info("connected to {}, which hosts {}", peer, hello.hosts());
        listener.connected(peer, hello);
    }

    @Override
    public void gone(String peer) {
        connected.remove(peer);
        LOG.warn("the connection to {} is gone", peer);
        listener.gone(peer);
    }

    @Override
    public void received(String peer, byte[] frame) {
        PeerFrame content = PeerFrameCodec.decode(frame);
        if (content instanceof PeerFrame.Messages messages) {
            Envelope envelope = messages.envelope();
            String wrong = listener.network().received(peer, envelope.from(), envelope.to(), envelope.messages());
            if (!wrong.isEmpty()) {
                throw new FrameRefusedException(peer, wrong);
            }
        } else if (content instanceof PeerFrame.Gone gone) {
            if (!hosts(peer).contains(gone.node())) {
                throw new FrameRefusedException(peer, "it does not host " + gone.node());
            }
            listener.network().gone(gone.node());
        } else if (content instanceof PeerFrame.Volume volume) {
            listener.volume(new Founders(volume.volume(), volume.founders()), volume.generations());
        } else if (content instanceof PeerFrame.AskOutcome ask) {
            listener.outcomes().asked(peer, ask);
        } else if (content instanceof PeerFrame.Outcome outcome) {
            listener.outcomes().answered(peer, outcome);
        } else if (content instanceof PeerFrame.Serving serving) {
            if (!hosts(peer).contains(NodeAddress.of(serving.writer()))) {
                throw new FrameRefusedException(peer, "it does not host " + serving.writer());
            }
            listener.commits().serving(peer, serving);
        } else if (content instanceof PeerFrame.Commit commit) {
            listener.commits().asked(peer, commit);
        } else if (content instanceof PeerFrame.CommitEnded ended) {
            listener.commits().ended(ended);
        } else if (content instanceof PeerFrame.AskStatus ask) {
            listener.statuses().asked(peer, ask);
        } else if (content instanceof PeerFrame.Status status) {
            String wrong = listener.statuses().answered(peer, status);
            if (!wrong.isEmpty()) {
                throw new FrameRefusedException(peer, wrong);
            }
        } else {
            throw new AssertionError("unhandled " + content);
        }
    }

    @Override
    public List<NodeAddress> hosts(String peer) {
        Hello hello = connected.get(peer);
        return hello == null ? List.of() : hello.hosts();
    }

    // ---- any thread ------------------------------------------------------------------------------------------------

    HostAddress address() {
        TcpLinks open = links;
        if (open == null) {
            return config.listen();
        }
        InetSocketAddress bound = open.address();
        return new HostAddress(config.listen().host(), bound.getPort());
    }

    List<NodeStatus.Peer> peers() {
        List<NodeStatus.Peer> peers = new ArrayList<>();
        config.peers().forEach((name, address) -> {
            Hello hello = known.get(name);
            List<NodeAddress> hosts = hello == null ? List.of() : hello.hosts();
            peers.add(new NodeStatus.Peer(
                    name,
                    address,
                    connected.containsKey(name),
                    hosts.stream()
                            .filter(NodeAddress::isSegment)
                            .map(NodeAddress::segment)
                            .toList(),
                    hosts.stream()
                            .filter(NodeAddress::isWriter)
                            .map(NodeAddress::writer)
                            .findFirst(),
                    hosts.stream()
                            .filter(NodeAddress::isReplica)
                            .map(NodeAddress::replica)
                            .findFirst()));
        });
        return peers;
    }

    @Override
    public List<String> writersPeers() {
        return connected.values().stream()
                .filter(hello -> hello.hosts().stream().anyMatch(NodeAddress::isWriter))
                .map(Hello::node)
                .sorted()
                .toList();
    }

    @Override
    public List<String> statusPeers() {
        return connected.values().stream()
                .filter(hello -> hello.protocolVersion() >= PeerFrame.STATUS_VERSION)
                .map(Hello::node)
                .sorted()
                .toList();
    }

    @Override
    public List<String> commitPeers() {
        return connected.values().stream()
                .filter(hello -> hello.protocolVersion() >= PeerFrame.COMMIT_VERSION)
                .map(Hello::node)
                .sorted()
                .toList();
    }

    /** Reads the certificates again. */
    void rotate() {
        TcpLinks open = links;
        if (open == null || !(security() instanceof TlsMaterial material)) {
            throw new ConfigurationException("tls", "is not set, so there is nothing to read again");
        }
        open.rotate(material);
    }

    @Override
    public void close() {
        TcpLinks open = links;
        if (open != null) {
            open.close();
        }
    }
}
