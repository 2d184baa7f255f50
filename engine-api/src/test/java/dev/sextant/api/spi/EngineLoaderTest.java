package dev.sextant.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.EngineMissingException;
import dev.sextant.api.Node;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.NodeConfig;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds one engine, and says so when there is none or more than one. */
class EngineLoaderTest {
    /** An engine that opens nothing. */
    public static final class OneEngine implements EngineProvider {
        @Override
        public Cluster open(ClusterConfig config) {
            throw new UnsupportedOperationException("opened by " + getClass().getSimpleName());
        }

        @Override
        public Node start(NodeConfig config) {
            throw new UnsupportedOperationException("started by " + getClass().getSimpleName());
        }
    }

    /** Another one. */
    public static final class OtherEngine implements EngineProvider {
        @Override
        public Cluster open(ClusterConfig config) {
            throw new UnsupportedOperationException("opened by " + getClass().getSimpleName());
        }

        @Override
        public Node start(NodeConfig config) {
            throw new UnsupportedOperationException("started by " + getClass().getSimpleName());
        }
    }

    @Test
    void thereIsNone() {
        assertThrows(EngineMissingException.class, () -> EngineLoader.find(null));
        assertThrows(
                EngineMissingException.class, () -> EngineLoader.find(getClass().getClassLoader()));
    }

    @Test
    void thereIsOne(@TempDir Path directory) throws IOException {
        try (URLClassLoader loader = seeing(directory, OneEngine.class)) {
            assertInstanceOf(OneEngine.class, EngineLoader.find(loader));
        }
    }

    @Test
    void opensWithTheEngineOfTheThread(@TempDir Path directory) throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = seeing(directory, OneEngine.class)) {
            Thread.currentThread().setContextClassLoader(loader);
            ClusterConfig config = ClusterConfig.inMemory().build();
            UnsupportedOperationException thrown =
                    assertThrows(UnsupportedOperationException.class, () -> Cluster.open(config));
            assertEquals("opened by OneEngine", thrown.getMessage());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void thereAreTwo(@TempDir Path directory) throws IOException {
        try (URLClassLoader loader = seeing(directory, OneEngine.class, OtherEngine.class)) {
            ConfigurationException thrown = assertThrows(ConfigurationException.class, () -> EngineLoader.find(loader));
            assertTrue(thrown.getMessage().contains("OneEngine"), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("OtherEngine"), thrown.getMessage());
        }
    }

    private static URLClassLoader seeing(Path directory, Class<?>... engines) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF").resolve("services"));
        String names = Stream.of(engines).map(Class::getName).collect(Collectors.joining("\n"));
        Files.writeString(services.resolve(EngineProvider.class.getName()), names);
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, EngineLoaderTest.class.getClassLoader());
    }
}
