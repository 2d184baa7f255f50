package dev.sextant.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.WriterId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node's configuration may say, and how files and environments say it. */
class NodeConfigTest {
    private static final String FILE = """
            cluster = shop
            node = a
            directory = data
            segments = 0, 1
            writer = 0
            listen = 10.0.0.1:7400
            peer.b = 10.0.0.2:7400
            peer.c = [fd00::3]:7400
            tls.authority = tls/authority.pem
            tls.certificate = tls/a.pem
            tls.key = /etc/a.key
            """;

    @TempDir
    Path directory;

    private NodeConfig load(String text, Map<String, String> environment) {
        Path file = directory.resolve("a.properties");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return NodeConfig.load(file, environment);
    }

    private String refused(String text, Map<String, String> environment) {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> load(text, environment));
        return refused.setting() + " | " + refused.getMessage();
    }

    @Test
    void aFileSaysItAll() {
        NodeConfig config = load(FILE, Map.of("PATH", "/bin"));
        assertEquals("shop", config.cluster());
        assertEquals("a", config.name());
        assertEquals(directory.resolve("data"), config.volume().directory().orElseThrow());
        assertEquals(new TreeSet<>(List.of(new SegmentId(0), new SegmentId(1))), config.segments());
        assertEquals(new WriterId(0), config.writer().orElseThrow());
        assertFalse(config.isStandBy());
        assertEquals(new HostAddress("10.0.0.1", 7400), config.listen());
        assertEquals(
                Map.of("b", new HostAddress("10.0.0.2", 7400), "c", new HostAddress("fd00::3", 7400)), config.peers());
        assertEquals(
                new TlsFiles(
                        directory.resolve("tls/authority.pem"), directory.resolve("tls/a.pem"), Path.of("/etc/a.key")),
                config.tls().orElseThrow());
        assertEquals(SegmentLayout.FULL_AND_TAIL, config.volume().segmentLayout());
    }

    @Test
    void theEnvironmentGoesFirst() {
        NodeConfig config = load(
                FILE + "timeouts.round-trip = 2ms\n",
                Map.of(
                        "SEXTANT_NODE", "d",
                        "SEXTANT_PEER_B", "elsewhere:1",
                        "SEXTANT_TIMEOUTS_ROUND_TRIP", "500us",
                        "SEXTANT_TIMEOUTS_COMMIT", "9s",
                        "SEXTANT_ALL_FULL", "true",
                        "SEXTANT_STAND_BY", "true"));
        assertEquals("d", config.name());
        assertEquals(new HostAddress("elsewhere", 1), config.peers().get("b"));
        assertEquals(Duration.ofNanos(500_000), config.volume().timeouts().roundTrip());
        assertEquals(Duration.ofSeconds(9), config.volume().timeouts().commit());
        assertEquals(SegmentLayout.ALL_FULL, config.volume().segmentLayout());
        assertTrue(config.isStandBy());
    }

    @Test
    void aReplicaIsHostedInsteadOfAWriterOrBesideOne() {
        String text = FILE.replace("writer = 0\n", "replica = 14\n");
        assertEquals(new ReplicaId(14), load(text, Map.of()).replica().orElseThrow());
        assertTrue(load(text, Map.of()).writer().isEmpty());
        assertEquals(
                new ReplicaId(3),
                load(FILE.replace("writer = 0\n", ""), Map.of("SEXTANT_REPLICA", "3"))
                        .replica()
                        .orElseThrow());
        NodeConfig both = load(FILE + "replica = 1\n", Map.of());
        assertEquals(new ReplicaId(1), both.replica().orElseThrow());
        assertEquals(new WriterId(0), both.writer().orElseThrow());
        assertTrue(refused(text.replace("14", "15"), Map.of()).startsWith("replica | "));
        NodeConfig.Builder manyInOne = NodeConfig.named(
                        "shop", "a", ClusterConfig.in(directory).replicas(1).build())
                .writer(new WriterId(0))
                .plainText();
        assertEquals(
                "replicas",
                assertThrows(ConfigurationException.class, manyInOne::build).setting());
    }

    @Test
    void withASingleMasterEveryReplicaStandsByForIt() {
        String text = FILE.replace("writer = 0\n", "replica = 2\n").replaceAll("writers = .*\n", "");
        NodeConfig config = load(text + "mode = single-master\n", Map.of());
        assertEquals(ClusterMode.SINGLE_MASTER, config.volume().mode());
        assertEquals(1, config.volume().writers());
        assertEquals(new WriterId(0), config.writer().orElseThrow());
        assertTrue(config.isStandBy());
        assertTrue(load(text + "mode = multi-master\n", Map.of()).writer().isEmpty());
        assertTrue(refused(text + "mode = two\n", Map.of()).contains("multi-master or single-master"));
        assertTrue(
                refused(text + "mode = single-master\nwriters = 2\n", Map.of()).contains("SINGLE_MASTER"));
    }

    private Optional<AvailabilityZone> zone(String text) {
        return load(text, Map.of()).zone();
    }

    @Test
    void aNodeLivesWhereWhatItHostsDoes() {
        assertEquals(Optional.of(AvailabilityZone.A), zone(FILE));
        assertEquals(Optional.of(AvailabilityZone.A), zone(FILE + "zone = a\n"), "that is no news");
        assertEquals(
                Optional.of(AvailabilityZone.C), zone(FILE.replace("0, 1", "5").replace("writer = 0\n", "")));
        assertEquals(Optional.of(AvailabilityZone.B), zone(FILE.replace("segments = 0, 1\nwriter = 0", "writer = 1")));
        assertEquals(Optional.empty(), zone(FILE.replace("0, 1", "0, 2")));
        assertEquals(Optional.empty(), zone(FILE.replace("writer = 0", "writer = 1")));
    }

    @Test
    void aNodeWithNothingButAReplicaMaySayWhereItLives() {
        String text = FILE.replace("segments = 0, 1\nwriter = 0\n", "replica = 4\n");
        assertEquals(Optional.of(AvailabilityZone.B), zone(text), "replicas go round the zones");
        assertEquals(Optional.of(AvailabilityZone.C), zone(text + "zone = c\n"));
        assertEquals(
                Optional.of(AvailabilityZone.A),
                load(text + "zone = c\n", Map.of("SEXTANT_ZONE", "A")).zone());
        NodeConfig.Builder built = NodeConfig.named(
                        "shop", "d", ClusterConfig.in(directory).build())
                .replica(new ReplicaId(0))
                .plainText();
        assertEquals(
                Optional.of(AvailabilityZone.C),
                built.zone(AvailabilityZone.C).build().zone());
    }

    @Test
    void aZoneThatIsNotThatOfWhatItHostsIsRefused() {
        String one = refused(FILE + "zone = b\n", Map.of());
        assertTrue(one.startsWith("zone | "), one);
        assertTrue(
                one.contains("is B, but the segments [0, 1] and the writer 0 that this node hosts live in zone A"),
                one);
        String several = refused(FILE.replace("writer = 0", "writer = 1"), Map.of("SEXTANT_ZONE", "a"));
        assertTrue(several.contains("live in several zones, [A, B]"), several);
        String replica =
                refused(FILE.replace("0, 1", "2").replace("writer = 0", "replica = 0") + "zone = a\n", Map.of());
        assertTrue(replica.contains("is A, but the segments [2] that this node hosts live in zone B"), replica);
        assertTrue(refused(FILE + "zone = d\n", Map.of()).contains("is a, b or c, not \"d\""));
    }

    @Test
    void sizesAndTimesHaveUnits() {
        NodeConfig config = load(
                FILE + "page-size = 16KiB\ncache-size = 64MiB\nhistory-max = 2GiB\nhistory-retention = 30m\n",
                Map.of());
        assertEquals(16 << 10, config.volume().pageSizeBytes());
        assertEquals(64L << 20, config.volume().cacheSizeBytes());
        assertEquals(2L << 30, config.volume().historyMaxBytes());
        assertEquals(Duration.ofMinutes(30), config.volume().historyRetention());
    }

    @Test
    void theConsoleIsServedWhereTheFileSays() {
        assertEquals(Optional.empty(), load(FILE, Map.of()).volume().console());
        ClusterConfig here = load(FILE + "console = 127.0.0.1:8080\n", Map.of()).volume();
        assertEquals(Optional.of(new HostAddress("127.0.0.1", 8080)), here.console());
        assertFalse(here.isConsoleOpen());
        ClusterConfig open = load(FILE, Map.of("SEXTANT_CONSOLE", "[::]:80", "SEXTANT_CONSOLE_OPEN", "true"))
                .volume();
        assertEquals(Optional.of(new HostAddress("::", 80)), open.console());
        assertTrue(open.isConsoleOpen());
        assertTrue(refused(FILE + "console = 8080\n", Map.of()).startsWith("console | "));
        assertTrue(refused(FILE + "console.open = true\n", Map.of()).startsWith("console.open | "));
        assertTrue(
                refused(FILE + "console = a:1\nconsole.open = yes\n", Map.of()).startsWith("console.open | "));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertTrue(refused(FILE + "colour = red\n", Map.of()).startsWith("colour | "));
        assertTrue(refused(FILE, Map.of("SEXTANT_COLOUR", "red")).startsWith("colour | "));
        assertTrue(refused(FILE.replace("node = a\n", ""), Map.of()).startsWith("node | "));
        assertTrue(refused(FILE.replace("0, 1", "0, 6"), Map.of()).startsWith("segments | "));
        assertTrue(refused(FILE.replace("writer = 0", "writer = 3"), Map.of()).startsWith("writer | "));
        assertTrue(refused(FILE.replace("10.0.0.2:7400", "10.0.0.2"), Map.of()).startsWith("peer.b | "));
        assertTrue(refused(FILE.replace("[fd00::3]", "fd00::3"), Map.of()).startsWith("peer.c | "));
        assertTrue(refused(FILE.replace("peer.b", "peer.a"), Map.of()).startsWith("peer.a | "));
        assertTrue(refused(FILE.replace("tls.key = /etc/a.key\n", ""), Map.of()).startsWith("tls | "));
        assertTrue(refused(FILE + "plain-text = true\n", Map.of()).startsWith("tls | "));
        assertTrue(refused(FILE + "cache-size = 3 apples\n", Map.of()).startsWith("cache-size | "));
        assertTrue(refused(FILE + "timeouts.commit = 5\n", Map.of()).startsWith("timeouts.commit | "));
        assertTrue(refused(FILE + "stand-by = perhaps\n", Map.of()).startsWith("stand-by | "));
        assertTrue(refused(FILE.replace("shop", "our shop"), Map.of()).startsWith("cluster | "));
        ConfigurationException absent = assertThrows(
                ConfigurationException.class, () -> NodeConfig.load(directory.resolve("absent"), Map.of()));
        assertTrue(String.valueOf(absent.getMessage()).contains("absent"), absent::getMessage);
    }

    @Test
    void plainTextIsAskedForAndNothingToHostIsRefused() {
        ClusterConfig volume = ClusterConfig.in(directory).build();
        NodeConfig.Builder builder = NodeConfig.named("shop", "a", volume);
        assertEquals(
                "tls",
                assertThrows(
                                ConfigurationException.class,
                                () -> builder.segments(List.of(new SegmentId(0)))
                                        .build())
                        .setting());
        assertTrue(builder.plainText().build().tls().isEmpty());
        assertEquals(
                "segments",
                assertThrows(
                                ConfigurationException.class,
                                () -> builder.segments(List.of()).build())
                        .setting());
        assertEquals(
                "directory",
                assertThrows(
                                ConfigurationException.class,
                                () -> NodeConfig.named(
                                                "shop",
                                                "a",
                                                ClusterConfig.inMemory().build())
                                        .plainText()
                                        .writer(new WriterId(0))
                                        .build())
                        .setting());
    }
}
