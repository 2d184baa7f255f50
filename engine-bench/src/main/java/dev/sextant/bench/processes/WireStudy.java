package dev.sextant.bench.processes;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.HostAddress;
import dev.sextant.api.config.NodeConfig;
import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.NodesContender;
import dev.sextant.bench.load.Driver;
import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.load.Result;
import dev.sextant.bench.load.Round;
import dev.sextant.bench.load.workload.Workload;
import dev.sextant.bench.load.workload.WorkloadSettings;
import dev.sextant.bench.load.workload.Workloads;
import dev.sextant.bench.report.Curve;
import dev.sextant.bench.report.Entrant;
import dev.sextant.bench.report.Figure;
import dev.sextant.bench.report.Origin;
import dev.sextant.bench.report.Report;
import dev.sextant.bench.report.Trial;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Counts what a writer sends and gets over TCP for a commit. It lives on a node without segments, so all that it exchanges with the six
 * segments and the other writer crosses the loopback device, where proxies carry and count it. For one thread.
 */
@SuppressWarnings("try") // each store fails in its own way when it is closed
final class WireStudy {
    private static final int ZONES = 3;
    private static final int SEGMENTS_A_ZONE = 2;
    private static final int SEGMENTS = ZONES * SEGMENTS_A_ZONE;
    private static final int WRITERS = 2;
    private static final double NANOS = 1e9;

    private final Pace pace;
    private final Path directory;
    private final PrintStream out;
    private final List<Point> points = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private double idleBytesSecond;

    /**
     * How long everything takes.
     *
     * @param clients the numbers of clients, each of which is measured; the closing line is of the middle one
     * @param warmUp before each; its bytes and commits count
     * @param measured of each, and of the time without clients
     */
    record Pace(List<Integer> clients, Duration warmUp, Duration measured) {
        static final Pace USUAL = new Pace(List.of(1, 4, 32), Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    /** What was counted with so many clients. */
    record Point(Result result, int pageBytes) {
        private double each(String counter) {
            Map<String, Long> counters = result.counters();
            return (double) counters.getOrDefault(counter, 0L) / Math.max(1, counters.getOrDefault("commits", 0L));
        }

        double sent() {
            return each(SENT);
        }

        double received() {
            return each(RECEIVED);
        }

        /** What the changed pages would take if each was sent whole to six segments: an update changes one, and those of one share it. */
        double wholePages() {
            return (each("proposals") - each("rebases")) * pageBytes * SEGMENTS;
        }
    }

    static final String SENT = "bytes sent by the writer";
    static final String RECEIVED = "bytes received by the writer";

    WireStudy(Pace pace, Path directory, PrintStream out) {
        this.pace = pace;
        this.directory = directory;
        this.out = out;
    }

    /** Whether the volume holds what clients were told. */
    boolean isRight() {
        return notes.isEmpty();
    }

    Report run(Origin origin) throws Exception {
        try (ProxyNetwork network = new ProxyNetwork(WRITERS + ZONES);
                NodesContender contender = NodesContender.open(nodes(network), () -> counted(network))) {
            Workload workload = Workloads.named(Workloads.UPDATE, WorkloadSettings.DEFAULT);
            try (Client client = contender.connect(0)) {
                workload.load(client);
            }
            measure(contender, new Driver(contender, workload));
            idle(network);
            try (Client client = contender.connect(0)) {
                notes.addAll(workload.findings(client));
            }
            notes.forEach(out::println);
            return new Report(
                    "Benchmark: wire",
                    origin,
                    List.of(),
                    List.of(new Entrant(contender.name(), contender.version(), contender.durability())),
                    List.of(),
                    List.of(new Trial(
                            workload.name(),
                            workload.description() + "; clients and writer on a node without segments",
                            points.stream().map(Point::result).toList(),
                            notes)),
                    List.of(curve()),
                    List.of(),
                    figures());
        }
    }

    /** First those with a writer and nothing else, then one for each zone with its segments. */
    private List<NodeConfig> nodes(ProxyNetwork network) {
        List<NodeConfig> nodes = new ArrayList<>();
        for (int node = 0; node < WRITERS + ZONES; node++) {
            ClusterConfig volume = ClusterConfig.in(directory.resolve(Fleet.name(node)))
                    .writers(WRITERS)
                    .build();
            NodeConfig.Builder builder = NodeConfig.named(Fleet.CLUSTER, Fleet.name(node), volume)
                    .listen(HostAddress.parse("listen", network.listensAt(node)))
                    .plainText();
            for (int peer = 0; peer < WRITERS + ZONES; peer++) {
                if (peer != node) {
                    builder.peer(Fleet.name(peer), HostAddress.parse("peer", network.finds(node, peer)));
                }
            }
            if (node < WRITERS) {
                builder.writer(new WriterId(node));
            } else {
                int first = (node - WRITERS) * SEGMENTS_A_ZONE;
                builder.segments(List.of(new SegmentId(first), new SegmentId(first + 1)));
            }
            nodes.add(builder.build());
        }
        return nodes;
    }

    private static Map<String, Long> counted(ProxyNetwork network) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put(SENT, network.bytesFrom(0));
        counters.put(RECEIVED, network.bytesTo(0));
        return counters;
    }

    private void measure(NodesContender contender, Driver driver) throws Exception {
        int pageBytes = ClusterConfig.in(directory).build().pageSizeBytes();
        for (int clients : pace.clients()) {
            Round round = driver.run(LoadPlan.closed(clients, pace.warmUp(), pace.measured()));
            Result result =
                    new Result(contender.name(), Workloads.UPDATE, clients, OptionalDouble.empty(), List.of(round));
            Point point = new Point(result, pageBytes);
            points.add(point);
            out.printf(
                    Locale.ROOT,
                    "  %3d clients %10.1f/s  for a commit %.0f bytes sent, %.0f received; changed pages whole would be %.0f%n",
                    clients,
                    result.perSecond(),
                    point.sent(),
                    point.received(),
                    point.wholePages());
        }
    }

    /** What goes to and fro while nobody commits. */
    private void idle(ProxyNetwork network) throws InterruptedException {
        long before = network.bytesFrom(0) + network.bytesTo(0);
        long from = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(pace.measured().toNanos());
        idleBytesSecond = (network.bytesFrom(0) + network.bytesTo(0) - before) * NANOS / (System.nanoTime() - from);
        out.printf(Locale.ROOT, "  without clients %.0f bytes a second, sent and received%n", idleBytesSecond);
    }

    private Curve curve() {
        return new Curve(
                "Bytes on the wire for a commit",
                "What a writer sends and gets over TCP, on a node without segments: six segments, the other writer, and what is said"
                        + " to all now and then. Beside it, what the changed pages alone would take if each was sent whole to six"
                        + " segments, once for all transactions of a group.",
                "clients",
                "bytes",
                true,
                List.of(
                        series("sent", Point::sent),
                        series("received", Point::received),
                        series("whole pages", Point::wholePages)));
    }

    private Curve.Series series(String name, ToDoubleFunction<Point> figure) {
        return new Curve.Series(
                name,
                points.stream()
                        .map(point -> new Curve.Point(point.result().clients(), figure.applyAsDouble(point)))
                        .toList());
    }

    private List<Figure> figures() {
        Point middle = points.get(points.size() / 2);
        return List.of(
                figure("clients", middle.result().clients()),
                figure("sent_commit", middle.sent()),
                figure("received_commit", middle.received()),
                figure("pages_commit", middle.wholePages()),
                figure("pages_ratio", middle.wholePages() / middle.sent()),
                figure("idle_second", idleBytesSecond));
    }

    private static Figure figure(String name, double value) {
        return new Figure(name, OptionalDouble.of(value));
    }
}
