package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.ClusterHealth;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.Database;
import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.Node;
import dev.sextant.api.NodeStatus;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.HostAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of several processes, here in one, over real connections and real disks. */
class HostedNodeTest {
    private static final TransactionOptions NEWEST = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);
    private static final Duration MOMENT = Duration.ofMillis(50);

    @TempDir
    Path parent;

    private NodeFleet fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new NodeFleet(parent);
    }

    @AfterEach
    void closeFleet() {
        fleet.close();
    }

    private static Table<Long, String> table(Database database) {
        return database.table("rows", Codecs.int64(), Codecs.utf8());
    }

    private void put(int node, long key, String value) {
        Database database = fleet.node(node).database();
        Table<Long, String> table = table(database);
        database.run(transaction -> transaction.put(table, key, value));
    }

    private Optional<String> newest(int node, long key) {
        Database database = fleet.node(node).database();
        Table<Long, String> table = table(database);
        try (Session session = database.session()) {
            return session.transact(NEWEST, transaction -> transaction.get(table, key));
        }
    }

    private void awaitWhole(int... nodes) {
        for (int node : nodes) {
            Waiting.until(
                    () -> NodeFleet.name(node) + " is whole: "
                            + fleet.node(node).status(),
                    () -> fleet.node(node).status().hosted().segments().stream()
                            .allMatch(segment -> segment.state() == SegmentState.UP));
        }
    }

    @Test
    void whatOneWritesTheOthersRead() {
        fleet.startAll();
        for (int writer = 0; writer < 3; writer++) {
            put(writer, writer, "by " + writer);
        }
        for (int reader = 0; reader < 3; reader++) {
            for (int writer = 0; writer < 3; writer++) {
                assertEquals(Optional.of("by " + writer), newest(reader, writer));
            }
        }
        NodeStatus status = fleet.node(1).status();
        assertEquals("b", status.node());
        assertEquals(fleet.address(1), status.listening());
        assertEquals(
                List.of("a", "c"),
                status.peers().stream().map(NodeStatus.Peer::name).toList());
        assertTrue(status.peers().stream().allMatch(NodeStatus.Peer::connected));
        assertEquals(Optional.of(new WriterId(0)), status.peers().get(0).writer());
        assertEquals(2, status.hosted().segments().size());
        assertEquals(Optional.empty(), status.waitingFor());
        UUID volume = status.volume().orElseThrow();
        assertEquals(Optional.of(volume), fleet.node(2).status().volume());
    }

    @Test
    void aNewVolumeWaitsForAllAndSaysSo() {
        Node a = fleet.start(0);
        Node c = fleet.start(2);
        Waiting.until("a is connected to c", () -> a.status().peers().stream().anyMatch(NodeStatus.Peer::connected));
        assertThrows(QuorumLostException.class, () -> a.awaitOpen(MOMENT));
        Waiting.until(
                () -> a.status().toString(),
                () -> a.status().waitingFor().orElse("").contains("waits for b"));
        String told = assertThrows(QuorumLostException.class, () -> a.awaitOpen(MOMENT))
                .getMessage();
        assertTrue(told.startsWith("Not open in time, with ") && told.contains(": a waits for b"), told);
        assertThrows(WriterUnavailableException.class, () -> a.database().begin());
        assertEquals(Optional.empty(), c.status().volume());
        fleet.start(1);
        a.awaitOpen(NodeFleet.PATIENCE);
        c.awaitOpen(NodeFleet.PATIENCE);
        put(0, 1, "one");
        assertEquals(Optional.of("one"), newest(2, 1));
    }

    @Test
    void twoOfThreeGoOnAndTheThirdComesBackToWhatIsThere() {
        fleet.startAll();
        put(0, 1, "one");
        fleet.stop(1);
        put(0, 2, "two");
        put(2, 3, "three");
        fleet.start(1).awaitOpen(NodeFleet.PATIENCE);
        assertEquals(Optional.of("two"), newest(1, 2));
        put(1, 4, "four");
        assertEquals(Optional.of("four"), newest(0, 4));
        awaitWhole(0, 1, 2);
    }

    @Test
    void allComeBackInAnyOrder() {
        fleet.startAll();
        put(1, 1, "one");
        Optional<UUID> volume = fleet.node(0).status().volume();
        for (int i = 0; i < 3; i++) {
            fleet.stop(i);
        }
        fleet.start(2);
        fleet.start(0).awaitOpen(NodeFleet.PATIENCE);
        assertEquals(volume, fleet.node(2).status().volume());
        assertEquals(Optional.of("one"), newest(0, 1));
        fleet.start(1).awaitOpen(NodeFleet.PATIENCE);
        assertEquals(Optional.of("one"), newest(1, 1));
    }

    @Test
    void aProcessThatLostItsDirectoryIsFilledFromTheOthers() throws IOException {
        fleet.startAll();
        for (long key = 0; key < 500; key++) {
            put(0, key, "value " + key);
        }
        fleet.stop(2);
        delete(fleet.directory(2));
        put(1, 7, "changed");
        fleet.start(2).awaitOpen(NodeFleet.PATIENCE);
        awaitWhole(2);
        for (ClusterStatus.SegmentStatus segment :
                fleet.node(2).status().hosted().segments()) {
            assertTrue(segment.generation() > 1_000_000, segment::toString);
        }
        assertEquals(Optional.of("changed"), newest(2, 7));
        fleet.stop(0);
        assertEquals(Optional.of("value 499"), newest(2, 499));
        put(2, 8, "without a");
        assertEquals(Optional.of("without a"), newest(1, 8));
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted((x, y) -> y.compareTo(x)).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    @Test
    void aStandByTakesTheSlotWhenItsHolderIsGoneAndIsFencedWhenThatIsBack() {
        fleet.startAll();
        put(0, 1, "one");
        // Another process for the slot of a: it takes the place of c, which has one of its own.
        fleet.stop(2);
        Node standBy = fleet.start(2, builder -> builder.writer(new WriterId(0)).standBy(true));
        assertThrows(QuorumLostException.class, () -> standBy.awaitOpen(MOMENT));
        put(0, 2, "two");
        fleet.stop(0);
        standBy.awaitOpen(NodeFleet.PATIENCE);
        assertEquals(Optional.of("two"), newest(2, 2));
        put(2, 3, "three");

        Session session = standBy.database().session();
        fleet.start(0).awaitOpen(NodeFleet.PATIENCE);
        Waiting.until(
                () -> "it is fenced: " + standBy.status(),
                () -> standBy.status().hosted().writers().get(0).state() != WriterState.OPEN);
        assertThrows(WriterUnavailableException.class, session::begin);
        assertEquals(Optional.of("three"), newest(0, 3));
        put(0, 4, "four");
    }

    private long commits(int node) {
        return fleet.node(node).status().hosted().writers().get(0).counters().commits();
    }

    @Test
    void everyProcessReachesTheWritersOfTheOthers() {
        fleet.startAll();
        put(0, 1, "one");
        Database there = fleet.node(0).database(new WriterId(1));
        Table<Long, String> table = table(there);
        Waiting.until(() -> "b is in reach: " + fleet.node(0).status(), () -> {
            try {
                there.run(transaction -> transaction.put(table, 2L, "two"));
                return true;
            } catch (WriterUnavailableException notYet) {
                return false;
            }
        });
        long before = commits(1);
        for (long i = 0; i < 20; i++) {
            long key = i;
            there.run(transaction -> {
                transaction.put(table, key, transaction.get(table, key).orElse("") + "+");
            });
        }
        Waiting.until(() -> before + " commits before and now " + commits(1), () -> commits(1) >= before + 20);
        assertEquals(Optional.of("one+"), newest(2, 1));
        Database own = fleet.node(0).database();
        long ownBefore = commits(0);
        own.run(transaction -> transaction.put(table, 1L, "by its own"));
        Waiting.until("its own writer, which comes first, has counted it", () -> commits(0) > ownBefore);
        fleet.stop(1);
        assertThrows(
                WriterUnavailableException.class,
                () -> there.run(transaction -> transaction.put(table, 3L, "nowhere")));
        own.run(transaction -> transaction.put(table, 3L, "three"));
    }

    @Test
    void aSessionGoesOnAtAnotherNodeWithItsReadPoint() {
        fleet.startAll();
        Database here = fleet.node(0).database();
        Database there = fleet.node(1).database();
        Table<Long, String> table = table(here);
        for (long i = 0; i < 50; i++) {
            long key = i;
            Session session = here.session();
            session.run(transaction -> transaction.put(table, key, "x"));
            Session next = there.session(SessionOptions.DEFAULT.withStartingAt(session.readPoint()));
            assertEquals(Optional.of("x"), next.transact(transaction -> transaction.get(table, key)));
        }
    }

    @Test
    void whoeverIsConfiguredOtherwiseIsNotLetIn() {
        fleet.startAll();
        fleet.stop(2);
        Node other =
                fleet.start(2, builder -> fleet.config(2).segments(List.of()).writer(new WriterId(2)));
        other.awaitOpen(NodeFleet.PATIENCE);
        fleet.stop(2);
        // b hosts that segment already
        Node twice = fleet.start(2, builder -> builder.segments(List.of(new SegmentId(2))));
        assertThrows(QuorumLostException.class, () -> twice.awaitOpen(MOMENT));
        assertFalse(fleet.node(1).status().peers().get(1).connected());
        put(0, 1, "one");
    }

    @Test
    void aDirectoryIsUsedOnceAndAClosedNodeSaysSo() {
        fleet.startAll();
        assertThrows(
                DirectoryInUseException.class,
                () -> Node.start(
                        fleet.config(0).listen(new HostAddress("127.0.0.1", 0)).build()));
        assertThrows(ConfigurationException.class, () -> fleet.node(0).rotateCertificates());
        Node node = fleet.node(0);
        fleet.stop(0);
        assertThrows(ClusterClosedException.class, node::database);
        assertThrows(ClusterClosedException.class, () -> node.awaitOpen(MOMENT));
        node.close();
    }

    private static long known(ClusterStatus cluster) {
        return cluster.segments().stream()
                        .filter(segment -> segment.state() == SegmentState.UP)
                        .count()
                + cluster.writers().stream()
                        .filter(writer -> writer.state() == WriterState.OPEN)
                        .count();
    }

    private static String page(Node node) throws IOException {
        try (InputStream in =
                node.console().orElseThrow().resolve("status").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyNodeTellsHowTheWholeClusterIs() throws IOException {
        HostAddress anyPort = new HostAddress("127.0.0.1", 0);
        fleet.startWith(0, volume -> volume.console(anyPort));
        fleet.start(1);
        fleet.start(2);
        for (int node = 0; node < 3; node++) {
            Node each = fleet.node(node);
            each.awaitOpen(NodeFleet.PATIENCE);
            Waiting.until(
                    () -> each.status().toString(), () -> each.health().verdict() == ClusterHealth.Verdict.HEALTHY);
            assertEquals(9, known(each.status().cluster()));
            assertEquals(2, each.status().hosted().segments().size());
        }
        Node a = fleet.node(0);
        assertEquals(Optional.empty(), fleet.node(1).console());
        Waiting.until("the page knows all", () -> holds(a, "\"verdict\":\"HEALTHY\""));
        put(1, 1, "one");
        Waiting.until(
                () -> a.status().cluster().toString(),
                () -> a.status().cluster().writers().get(1).counters().commits() > 0);

        fleet.stop(2);
        Waiting.until(() -> a.status().toString(), () -> known(a.status().cluster()) == 6);
        ClusterStatus left = a.status().cluster();
        assertEquals(SegmentState.UNKNOWN, left.segments().get(4).state());
        assertEquals(WriterState.UNKNOWN, left.writers().get(2).state());
        assertEquals(ClusterHealth.Verdict.DEGRADED, a.health().verdict());
        assertTrue(a.health().writable());
        assertEquals(
                List.of(new SegmentId(4), new SegmentId(5)),
                a.status().peers().get(1).segments(),
                "as it last said");
        Waiting.until("the page knows", () -> holds(a, "\"name\":\"c\"") && holds(a, "\"contact\":\"GONE\""));
        assertTrue(page(a).contains("\"problem\":\"WRITER_UNKNOWN\""), page(a));

        a.close();
        assertEquals(Optional.empty(), a.console());
    }

    private static boolean holds(Node node, String part) {
        try {
            return page(node).contains(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
