package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.HostAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of a cluster in one process: there as long as the cluster is. */
class ConsoleOfAClusterTest {
    private static final HostAddress ANY_PORT = new HostAddress("127.0.0.1", 0);

    private static String status(URI console) {
        try (InputStream in = console.resolve("status").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void itIsServedUntilTheClusterIsClosed() {
        URI console;
        Cluster closed;
        try (Cluster cluster = Cluster.open(
                ClusterConfig.inMemory().writers(2).console(ANY_PORT).build())) {
            console = cluster.console().orElseThrow();
            Waiting.until(
                    () -> "healthy, but it is " + status(console),
                    () -> status(console).contains("\"health\":{\"verdict\":\"HEALTHY\","));
            closed = cluster;
        }
        assertEquals(Optional.empty(), closed.console());
        assertThrows(ConnectException.class, () -> console.toURL().openStream());
    }

    @Test
    void nobodyHasOneUnasked() {
        try (Cluster cluster = Cluster.open(ClusterConfig.inMemory().writers(1).build())) {
            assertEquals(Optional.empty(), cluster.console());
        }
    }

    @Test
    void aClusterWhoseConsoleCannotBeServedIsNotOpenedAndLeavesNothingBehind(@TempDir Path folder) throws IOException {
        ClusterConfig.Builder config =
                ClusterConfig.in(folder.resolve("volume")).writers(1);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterConfig unservable = config.console(new HostAddress("127.0.0.1", taken.getLocalPort()))
                    .build();
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> Cluster.open(unservable));
            assertEquals("console", refused.setting());
        }
        try (Cluster cluster = Cluster.open(config.console(ANY_PORT).build())) {
            assertTrue(cluster.console().isPresent());
        }
    }
}
