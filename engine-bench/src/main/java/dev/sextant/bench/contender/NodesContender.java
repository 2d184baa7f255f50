package dev.sextant.bench.contender;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.Codecs;
import dev.sextant.api.Node;
import dev.sextant.api.Table;
import dev.sextant.api.config.NodeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** This engine as nodes that talk over TCP, all in this process; the clients are at the first one, which has a writer. */
public final class NodesContender implements Contender, Counting {
    private static final String TABLE = "rows";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<Node> nodes;
    private final Supplier<Map<String, Long>> network;
    private final Table<byte[], byte[]> rows;
    private final Seen seen = new Seen();

    private NodesContender(List<Node> nodes, Supplier<Map<String, Long>> network) {
        this.nodes = nodes;
        this.network = network;
        nodes.forEach(node -> node.awaitOpen(PATIENCE));
        rows = nodes.get(0).database().table(TABLE, Codecs.bytes(), Codecs.bytes());
    }

    /**
     * Starts nodes that are a cluster together and waits until they are open.
     *
     * @param network what crosses the wire, counted by somebody else, under names for tables
     */
    public static NodesContender open(List<NodeConfig> configs, Supplier<Map<String, Long>> network) {
        List<Node> nodes = new ArrayList<>();
        try {
            configs.forEach(config -> nodes.add(Node.start(config)));
            return new NodesContender(nodes, network);
        } catch (RuntimeException failure) {
            nodes.forEach(Node::close);
            throw failure;
        }
    }

    @Override
    public String name() {
        return "sextant over TCP";
    }

    @Override
    public String version() {
        return SextantContender.VERSION;
    }

    @Override
    public String durability() {
        return nodes.size() + " nodes in this process, over TCP on the loopback device; " + SextantContender.COPIES;
    }

    @Override
    public Client connect(int number) {
        return new SextantClient(nodes.get(0).database(), rows, seen);
    }

    @Override
    public Map<String, Long> counters() {
        ClusterStatus status = nodes.get(0).status().hosted();
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("commits", status.total(Counters::commits));
        counters.put("proposals", status.total(Counters::proposals));
        counters.put("rebases", status.total(Counters::rebases));
        counters.putAll(network.get());
        return counters;
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
