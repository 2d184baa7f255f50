package dev.sextant.bench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.Node;
import dev.sextant.api.NodeStatus;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.Table;
import dev.sextant.api.config.HostAddress;
import dev.sextant.api.config.NodeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/deployment.md} tells people to copy: the three configurations and the certificates, over TLS, in this process. */
class DeploymentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("sextant.patience", 120));
    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    private final Map<String, Integer> ports = new TreeMap<>();

    /** The files as they are, but for the ports, which others may use here. */
    @BeforeEach
    void copy() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (String name : NAMES) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.put(name, socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        for (String name : NAMES) {
            String text = Pages.read("docs/deployment/" + name + ".properties");
            for (int i = 0; i < NAMES.size(); i++) {
                text = text.replace("127.0.0.1:740" + (i + 1), "127.0.0.1:" + ports.get(NAMES.get(i)));
            }
            Files.writeString(file(name), text);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".properties");
    }

    private void certify(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Pages.root().resolve("docs/deployment/certificates.sh").toString(),
                "shop",
                folder.resolve("tls").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private void certifyAll() throws IOException, InterruptedException {
        certify("a", "segment/0", "segment/1", "writer/0");
        certify("b", "segment/2", "segment/3", "writer/1");
        certify("c", "segment/4", "segment/5", "writer/2");
    }

    private Node start(String name) {
        return start(name, Map.of());
    }

    private Node start(String name, Map<String, String> environment) {
        return Node.start(NodeConfig.load(file(name), environment));
    }

    private static Optional<Long> alice(Database bank) {
        Table<String, Long> accounts = bank.table("accounts", Codecs.utf8(), Codecs.int64());
        return bank.transact(tx -> tx.get(accounts, "alice"));
    }

    @Test
    void theConfigurationsHostEverySegmentOnceAndKnowEachOther() {
        TreeSet<SegmentId> hosted = new TreeSet<>();
        int count = 0;
        for (String name : NAMES) {
            NodeConfig config = NodeConfig.load(file(name), Map.of());
            assertEquals(name, config.name());
            hosted.addAll(config.segments());
            count += config.segments().size();
            for (String peer : config.peers().keySet()) {
                assertEquals(
                        new HostAddress("127.0.0.1", ports.get(peer)),
                        config.peers().get(peer));
            }
            assertEquals(NAMES.size() - 1, config.peers().size());
            assertTrue(config.tls().isPresent());
            config.segments()
                    .forEach(segment ->
                            assertEquals(config.writer().orElseThrow().zone(), segment.zone()));
        }
        assertEquals(SegmentId.COUNT, hosted.size());
        assertEquals(SegmentId.COUNT, count);
    }

    @Test
    void theSampleRunsOnThreeNodesAndCertificatesAreRenewedWithoutARestart() throws Exception {
        certifyAll();
        try (Node b = start("b");
                Node c = start("c")) {
            Samples.node(file("a"));
            b.awaitOpen(PATIENCE);
            c.awaitOpen(PATIENCE);
            Samples.node(file("a"));
            assertEquals(Optional.of(2L), alice(b.database()));

            certifyAll();
            b.rotateCertificates();
            c.rotateCertificates();
            Samples.node(file("a"));
            Table<String, Long> accounts = c.database().table("accounts", Codecs.utf8(), Codecs.int64());
            c.database().run(tx -> tx.add(accounts, "alice", 1L));
            assertEquals(Optional.of(4L), alice(c.database()));
        }
    }

    @Test
    void aReadReplicaJoinsWithACertificateThatNamesIt() throws Exception {
        certifyAll();
        certify("d", "writer/0");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String text = Pages.read("docs/deployment/d.properties").replace("127.0.0.1:7404", "127.0.0.1:" + port);
        for (int i = 0; i < NAMES.size(); i++) {
            text = text.replace("127.0.0.1:740" + (i + 1), "127.0.0.1:" + ports.get(NAMES.get(i)));
        }
        Files.writeString(file("d"), text);
        Map<String, String> environment = Map.of("SEXTANT_PEER_D", "127.0.0.1:" + port);
        try (Node a = start("a", environment);
                Node b = start("b", environment);
                Node c = start("c", environment);
                Node d = start("d")) {
            assertThrows(QuorumLostException.class, () -> d.awaitOpen(MOMENT));
            certify("d", "replica/0");
            d.rotateCertificates();
            d.awaitOpen(PATIENCE);
            a.awaitOpen(PATIENCE);
            assertEquals(new ReplicaId(0), d.config().replica().orElseThrow());
            Table<String, Long> accounts = a.database().table("accounts", Codecs.utf8(), Codecs.int64());
            assertEquals(Optional.of(7L), Samples.replica(a, d, accounts));
            assertTrue(b.status().peers().stream().allMatch(NodeStatus.Peer::connected), b.status()::toString);
            assertTrue(c.status().waitingFor().isEmpty());
        }
    }

    /** The certificate of a node that hosts a writer alone is no good for segments. */
    @Test
    void whoseCertificateDoesNotSayWhatItHostsIsNotLetIn() throws Exception {
        certifyAll();
        certify("c", "writer/2");
        try (Node a = start("a");
                Node b = start("b");
                Node c = start("c")) {
            assertThrows(QuorumLostException.class, () -> c.awaitOpen(MOMENT));
            assertTrue(c.status().peers().stream().noneMatch(NodeStatus.Peer::connected), c.status()::toString);
            assertTrue(a.status().waitingFor().orElse("").contains("c"), a.status()::toString);
            certifyAll();
            c.rotateCertificates();
            c.awaitOpen(PATIENCE);
            b.awaitOpen(PATIENCE);
        }
    }
}
