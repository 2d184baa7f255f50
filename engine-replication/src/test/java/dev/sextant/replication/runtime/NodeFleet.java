package dev.sextant.replication.runtime;

import dev.sextant.api.Node;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.ClusterMode;
import dev.sextant.api.config.HostAddress;
import dev.sextant.api.config.NodeConfig;
import dev.sextant.api.config.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes of a cluster in this process, each with the segments and the writer of its zone, and nodes behind them that host a read
 * replica each, over loopback.
 */
final class NodeFleet implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("sextant.patience", 120));
    private static final int WRITERS = 3;
    private static final Timeouts QUICK = Timeouts.builder()
            .silence(Duration.ofSeconds(1))
            .journal(Duration.ofMillis(20))
            .build();

    private final Path parent;
    private final ClusterMode mode;
    private final List<HostAddress> addresses = new ArrayList<>();
    private final @Nullable Node[] nodes;

    NodeFleet(Path parent) {
        this(parent, 0);
    }

    NodeFleet(Path parent, int replicas) {
        this(parent, replicas, ClusterMode.MULTI_MASTER);
    }

    /** With a single master every process has a replica, and there are no others. */
    NodeFleet(Path parent, int replicas, ClusterMode mode) {
        this.parent = parent;
        this.mode = mode;
        nodes = new Node[WRITERS + replicas];
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < nodes.length; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                addresses.add(new HostAddress("127.0.0.1", socket.getLocalPort()));
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(int index) {
        return String.valueOf((char) ('a' + index));
    }

    HostAddress address(int index) {
        return addresses.get(index);
    }

    Path directory(int index) {
        return parent.resolve(name(index));
    }

    NodeConfig.Builder config(int index) {
        return config(index, volume -> volume);
    }

    private NodeConfig.Builder config(int index, UnaryOperator<ClusterConfig.Builder> change) {
        ClusterConfig volume = change.apply(ClusterConfig.in(directory(index))
                        .writers(WRITERS)
                        .mode(mode)
                        .timeouts(QUICK)
                        .cacheSizeBytes(8L << 20))
                .build();
        NodeConfig.Builder config = NodeConfig.named("fleet", name(index), volume)
                .listen(address(index))
                .plainText();
        if (index < WRITERS) {
            config.segments(List.of(new SegmentId(2 * index), new SegmentId(2 * index + 1)));
        }
        if (mode == ClusterMode.SINGLE_MASTER) {
            config.replica(new ReplicaId(index));
        } else if (index < WRITERS) {
            config.writer(new WriterId(index));
        } else {
            config.replica(new ReplicaId(index - WRITERS));
        }
        for (int peer = 0; peer < nodes.length; peer++) {
            if (peer != index) {
                config.peer(name(peer), address(peer));
            }
        }
        return config;
    }

    Node start(int index) {
        return start(index, builder -> builder);
    }

    Node start(int index, UnaryOperator<NodeConfig.Builder> change) {
        Node node = Node.start(change.apply(config(index)).build());
        nodes[index] = node;
        return node;
    }

    /** With other settings of its volume. */
    Node startWith(int index, UnaryOperator<ClusterConfig.Builder> change) {
        Node node = Node.start(config(index, change).build());
        nodes[index] = node;
        return node;
    }

    void startAll() {
        for (int i = 0; i < nodes.length; i++) {
            start(i);
        }
        for (int i = 0; i < nodes.length; i++) {
            node(i).awaitOpen(PATIENCE);
        }
    }

    Node node(int index) {
        Node node = nodes[index];
        if (node == null) {
            throw new IllegalStateException(name(index) + " does not run");
        }
        return node;
    }

    boolean isRunning(int index) {
        return nodes[index] != null;
    }

    void stop(int index) {
        node(index).close();
        nodes[index] = null;
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            if (node != null) {
                node.close();
            }
        }
    }
}
