package dev.sextant.replication.sim;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.world.NetworkProfile;
import dev.sextant.replication.sim.world.WorldSettings;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.segment.SegmentSettings;
import java.time.Duration;

/** What a simulation is like unless told otherwise: fast disks, and zones of one region where nothing is lost. */
final class Defaults {
    static final Duration RUN_LIMIT = Duration.ofMinutes(10);
    static final NetworkProfile NETWORK = NetworkProfile.calm(80 * VirtualTime.MICRO, 400 * VirtualTime.MICRO);

    private static final long SYNC_NANOS = 300 * VirtualTime.MICRO;
    private static final long WRITER_NANOS = 20 * VirtualTime.MICRO;
    private static final double RESET_PROBABILITY = 0.5;

    private Defaults() {}

    static WorldSettings world(long seed, ClusterConfig config, NetworkProfile network) {
        return new WorldSettings(
                seed,
                config,
                new PageFormat(config.pageSizeBytes()),
                config.cacheSizeBytes(),
                network,
                SegmentSettings.Limits.DEFAULT,
                SYNC_NANOS,
                WRITER_NANOS,
                RESET_PROBABILITY);
    }
}
