package dev.sextant.replication.sim.world;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Timeouts;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.segment.SegmentSettings;
import java.util.function.Consumer;

/** Worlds for tests: calm ones, until the test does something to them. */
public final class Worlds {
    private Worlds() {}

    /** What a world with that many writers is like where nothing goes wrong by itself. */
    public static WorldSettings calm(long seed, int writers) {
        return calm(seed, ClusterConfig.inMemory().writers(writers).build());
    }

    private static WorldSettings calm(long seed, ClusterConfig config) {
        return new WorldSettings(
                seed,
                config,
                PageFormat.DEFAULT,
                16L << 20,
                NetworkProfile.calm(100 * VirtualTime.MICRO, 400 * VirtualTime.MICRO),
                SegmentSettings.Limits.DEFAULT,
                200 * VirtualTime.MICRO,
                20 * VirtualTime.MICRO,
                1);
    }

    /** A calm world whose writers take work and whose segments all count. */
    public static World healthy(long seed, int writers) {
        return opened(new World(calm(seed, writers)));
    }

    /** As {@link #healthy(long, int)}, and somebody listens to its trace. */
    public static World healthy(long seed, int writers, Consumer<String> trace) {
        return opened(new World(calm(seed, writers), trace, null));
    }

    /** As {@link #healthy(long, int, Consumer)}, and its writers are told to do everything within these times. */
    public static World healthy(long seed, int writers, Timeouts timeouts, Consumer<String> trace) {
        ClusterConfig config =
                ClusterConfig.inMemory().writers(writers).timeouts(timeouts).build();
        return opened(new World(calm(seed, config), trace, null));
    }

    /** A calm world of this configuration, whose writers and replicas take work and whose segments all count. */
    public static World healthy(long seed, ClusterConfig config) {
        return opened(new World(calm(seed, config)));
    }

    private static World opened(World world) {
        if (!world.time().runUntil(10 * VirtualTime.SECOND, world::isHealthy)) {
            throw new AssertionError("a calm world opens");
        }
        return world;
    }
}
