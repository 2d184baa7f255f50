package dev.sextant.replication.runtime;

import dev.sextant.api.config.ClusterConfig;

/** The whole engine over disks in memory, which forget what was not synced when a segment is killed. */
class MemoryEndToEndTest extends EndToEndContract {
    @Override
    ClusterConfig.Builder config() {
        return ClusterConfig.inMemory();
    }
}
