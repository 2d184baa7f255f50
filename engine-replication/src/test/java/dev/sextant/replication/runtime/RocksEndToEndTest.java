package dev.sextant.replication.runtime;

import dev.sextant.api.config.ClusterConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The whole engine over RocksDB. */
class RocksEndToEndTest extends EndToEndContract {
    @TempDir
    Path directory;

    @Override
    ClusterConfig.Builder config() {
        return ClusterConfig.in(directory.resolve("volume"));
    }
}
