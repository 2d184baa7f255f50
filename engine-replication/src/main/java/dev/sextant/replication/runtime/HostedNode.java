package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.ClusterHealth;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.CommitToken;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.Database;
import dev.sextant.api.Node;
import dev.sextant.api.NodeStatus;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.SextantException;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.NodeConfig;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.ClientEngine;
import dev.sextant.replication.client.ReaderPort;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.runtime.console.Console;
import dev.sextant.replication.runtime.console.ConsoleView;
import dev.sextant.replication.runtime.console.Timeline;
import dev.sextant.replication.wire.Hello;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.storage.volume.Founders;
import dev.sextant.storage.volume.NodeDirectory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of several: its directory, its connections, and, once it is part of a volume, its segments, and its writer or read
 * replica.
 *
 * <p>Thread safety: any thread; what decides about the directory takes turns.
 */
final class HostedNode implements Node, PeerLinks.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(HostedNode.class);
    private static final long NATIVE_MEMORY_BYTES = 96L << 20;
    private static final long LOOK_NANOS = 5_000_000;

    private final NodeConfig config;
    private final NodeDirectory directory;
    private final SystemClock clock = new SystemClock();
    private final SystemRandom random = new SystemRandom();
    private final ClusterEvents events;
    private final Continuations continuations = new Continuations();
    private final PeerLinks links;
    private final ClusterNetwork network;
    private final NodeContext context;
    private final Nodes nodes;
    private final OutcomeDesk outcomes;
    private final CommitRelay commits;
    private final StatusDesk statuses;
    /** What happens in all processes, as far as it is heard of here. */
    private final Timeline timeline = new Timeline(System.currentTimeMillis());

    private final EnginePortsInProcess ports;
    private final ClientEngine clients;
    /** Guarded by itself, and never for long. */
    private final Founding founding;

    /** Held while the directory becomes part of a volume, and at the end. */
    private final Object deciding = new Object();

    private final long nonce = random.nextLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The volume it has a part of, and whose segments run here; null before. */
    private volatile @Nullable Founders part;
    /** Why it is not part of a volume; null if it is. */
    private volatile @Nullable String waitingFor;
    /** Null if there is none. */
    private volatile @Nullable Console console;

    private HostedNode(NodeConfig config, NodeDirectory directory) {
        this.config = config;
        this.directory = directory;
        ClusterConfig volume = config.volume();
        Recorder recorder = Recorder.ofThisJava();
        events = new ClusterEvents(volume.eventListener(), volume.limits().queuedEvents(), recorder);
        events.timeline().forwardTo(timeline);
        founding = new Founding(
                config.name(),
                nonce,
                config.segments(),
                new TreeSet<>(config.peers().keySet()));
        NodeDirectory.Part there = directory.part();
        links = new PeerLinks(
                config, nonce, there == null ? null : there.founders().volume(), this::generation, this);
        network = new ClusterNetwork(links);
        context = new NodeContext(
                volume, clock, network, events, random, work -> new EngineThread(work, "return").start());
        nodes = Nodes.ofProcess(context, config, this::writerChanged);
        outcomes = new OutcomeDesk(clock, random.nextLong(), links, this::ownWriters);
        commits = new CommitRelay(clock, random.nextLong(), links, outcomes, this::ownWriters);
        statuses = new StatusDesk(clock, links, this::hosted, events.timeline(), timeline);
        ports = new EnginePortsInProcess(
                config.zone().orElse(null), context, nodes, random, continuations, recorder.clients(), elsewhere());
        clients = new ClientEngine(ports);
    }

    private List<WriterPort> ownWriters() {
        return nodes.writers().stream().<WriterPort>map(WriterHost::run).toList();
    }

    /** Told where nobody may wait. */
    private void writerChanged() {
        continuations.execute(commits::tellAll);
    }

    private EnginePortsInProcess.Elsewhere elsewhere() {
        return new EnginePortsInProcess.Elsewhere() {
            @Override
            public List<WriterPort> writers(ReaderPort reads) {
                return commits.writers(reads);
            }

            @Override
            public @Nullable CompletionStage<ClientAnswer> outcome(CommitToken token, long deadlineNanos) {
                return outcomes.ask(token, deadlineNanos);
            }
        };
    }

    /** Starts everything that can start now; if that fails, everything is closed again. */
    static HostedNode start(NodeConfig config) {
        ClusterConfig volume = config.volume();
        NodeDirectory directory =
                NodeDirectory.open(volume.directory().orElseThrow(), volume.pageSizeBytes(), volume.segmentLayout());
        HostedNode node;
        try {
            node = new HostedNode(config, directory);
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
        boolean started = false;
        try {
            node.begin();
            started = true;
            return node;
        } finally {
            if (!started) {
                node.release();
            }
        }
    }

    private void begin() {
        NodeDirectory.Part there = directory.part();
        if (there != null) {
            run(there);
        }
        links.start();
        statuses.start();
        decide();
        console = Consoles.serve(config.volume(), this::view, timeline);
    }

    /** Starts what it hosts. */
    private void run(NodeDirectory.Part there) {
        RocksDisks disks =
                RocksDisks.open(there.volume(), config.segments(), System::currentTimeMillis, NATIVE_MEMORY_BYTES);
        nodes.addSegments(context, disks, config.segments());
        nodes.segments().forEach(SegmentHost::start);
        nodes.writers().forEach(WriterHost::start);
        nodes.replicas().forEach(ReplicaHost::start);
        part = there.founders();
        waitingFor = null;
    }

    private @Nullable Long generation(SegmentId segment) {
        NodeDirectory.Part there = directory.part();
        return there == null ? null : there.volume().marker().generation(segment);
    }

    /** Makes the directory part of a volume if that can be done by now. */
    private void decide() {
        synchronized (deciding) {
            if (part != null || nodes.isClosing()) {
                return;
            }
            Founding.Decision decision;
            synchronized (founding) {
                decision = founding.decide(UUID::randomUUID, System.currentTimeMillis());
            }
            if (decision instanceof Founding.Wait wait) {
                if (!wait.why().equals(waitingFor)) {
                    LOG.info("{} {}", config.name(), wait.why());
                }
                waitingFor = wait.why();
            } else if (decision instanceof Founding.Begin begin) {
                LOG.info(
                        "{} becomes part of volume {}",
                        config.name(),
                        begin.founders().volume());
                run(directory.begin(begin.founders(), begin.generations()));
                links.joined(begin.founders());
            }
        }
    }

    private void decideInBackground() {
        if (part == null) {
            context.background().execute(() -> {
                try {
                    decide();
                } catch (SextantException e) {
                    waitingFor = String.valueOf(e.getMessage());
                    LOG.error("{} cannot become part of a volume", config.name(), e);
                }
            });
        }
    }

    // ---- other processes -------------------------------------------------------------------------------------------

    @Override
    public void connected(String peer, Hello hello) {
        network.connected(peer, hello.hosts());
        SortedSet<SegmentId> segments = new TreeSet<>();
        hello.hosts().stream().filter(NodeAddress::isSegment).forEach(node -> segments.add(node.segment()));
        Founders own = part;
        synchronized (founding) {
            founding.connected(peer, new Founding.PeerState(hello.volume() == null, hello.nonce(), segments));
        }
        if (own != null && hello.volume() == null) {
            links.tellVolume(peer, own);
        }
        commits.tell(peer);
        decideInBackground();
    }

    @Override
    public void gone(String peer) {
        synchronized (founding) {
            founding.gone(peer);
        }
        network.disconnected(peer);
        commits.gone(peer);
        decideInBackground();
    }

    @Override
    public void volume(Founders founders, Map<SegmentId, Long> generations) {
        synchronized (founding) {
            founding.told(founders, generations);
        }
        decideInBackground();
    }

    @Override
    public ClusterNetwork network() {
        return network;
    }

    @Override
    public CommitRelay commits() {
        return commits;
    }

    @Override
    public OutcomeDesk outcomes() {
        return outcomes;
    }

    @Override
    public StatusDesk statuses() {
        return statuses;
    }

    // ---- the application -------------------------------------------------------------------------------------------

    @Override
    public NodeConfig config() {
        return config;
    }

    private void checkOpen() {
        if (nodes.isClosing()) {
            throw new ClusterClosedException();
        }
    }

    @Override
    public Database database() {
        return clients().database();
    }

    @Override
    public Database database(WriterId writer) {
        return clients().database(writer);
    }

    @Override
    public Database pinned() {
        return clients().pinned();
    }

    @Override
    public Database readers() {
        return clients().readers();
    }

    private ClientEngine clients() {
        checkOpen();
        if (config.writer().isEmpty() && config.replica().isEmpty()) {
            throw new ConfigurationException(
                    "writer", "is not set, nor is replica, so this node has no database of its own");
        }
        return clients;
    }

    @Override
    public void awaitOpen(Duration timeout) {
        long deadline = clock.nowNanos() + timeout.toNanos();
        while (!isOpen()) {
            checkOpen();
            if (clock.nowNanos() >= deadline) {
                throw notOpenInTime();
            }
            ports.waits().pause(LOOK_NANOS);
        }
    }

    private QuorumLostException notOpenInTime() {
        String why = waitingFor;
        return QuorumLostException.notOpenInTime(
                segmentsInReach(),
                Quorums.SIX.write(),
                config.name() + " " + (why == null ? "has its part of the volume, and waits for the others" : why));
    }

    private boolean isOpen() {
        if (part == null) {
            return false;
        }
        if (nodes.writers().isEmpty() && nodes.replicas().isEmpty()) {
            return nodes.segments().stream().allMatch(host -> host.state() == SegmentState.UP);
        }
        return nodes.writers().stream().anyMatch(host -> host.run().isOpen())
                || nodes.replicas().stream().anyMatch(host -> host.run().isOpen());
    }

    private int segmentsInReach() {
        SortedSet<SegmentId> reached = new TreeSet<>();
        nodes.segments().stream()
                .filter(host -> host.state() == SegmentState.UP)
                .forEach(host -> reached.add(host.id()));
        links.peers().stream().filter(NodeStatus.Peer::connected).forEach(peer -> reached.addAll(peer.segments()));
        return reached.size();
    }

    @Override
    public NodeStatus status() {
        Founders own = part;
        ClusterStatus hosted = hosted();
        return new NodeStatus(
                config.name(),
                links.address(),
                Optional.ofNullable(own).map(Founders::volume),
                Optional.ofNullable(waitingFor),
                links.peers(),
                hosted,
                whole(hosted, statuses.told()));
    }

    private ClusterStatus hosted() {
        return new ClusterStatus(
                nodes.writers().stream().map(WriterHost::status).toList(),
                nodes.segments().stream().map(SegmentHost::status).toList(),
                nodes.replicas().stream().map(ReplicaHost::status).toList());
    }

    private ClusterStatus whole(ClusterStatus hosted, StatusDesk.Told told) {
        return WholeCluster.of(
                hosted,
                told.present().values(),
                told.former().values(),
                told.present().keySet().containsAll(config.peers().keySet()),
                config.volume().writers(),
                config.volume().segmentLayout());
    }

    private ConsoleView view() {
        StatusDesk.Told told = statuses.told();
        List<ConsoleView.Member> members = new ArrayList<>();
        members.add(new ConsoleView.Member(config.name(), links.address().toString(), ConsoleView.Contact.SELF));
        for (NodeStatus.Peer peer : links.peers()) {
            ConsoleView.Contact contact = told.present().containsKey(peer.name())
                    ? ConsoleView.Contact.CONNECTED
                    : ConsoleView.Contact.SILENT;
            members.add(new ConsoleView.Member(
                    peer.name(), peer.address().toString(), peer.connected() ? contact : ConsoleView.Contact.GONE));
        }
        return new ConsoleView(
                config.cluster() + " / " + config.name(), ClusterHealth.of(whole(hosted(), told)), members);
    }

    @Override
    public Optional<URI> console() {
        Console serving = console;
        return closed.get() || serving == null ? Optional.empty() : Optional.of(serving.uri());
    }

    @Override
    public void rotateCertificates() {
        checkOpen();
        links.rotate();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            nodes.endWork(clock, ports.waits(), context.config().timeouts().close());
            release();
        }
    }

    private void release() {
        Consoles.close(console);
        statuses.close();
        nodes.beginClose();
        links.close();
        synchronized (deciding) {
            nodes.stop();
            if (part == null) {
                directory.close();
            }
        }
        continuations.close();
        clock.close();
        events.close();
    }
}
