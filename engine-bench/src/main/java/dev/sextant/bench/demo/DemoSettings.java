package dev.sextant.bench.demo;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.HostAddress;
import dev.sextant.api.config.TieRule;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the options asked for, checked.
 *
 * @param folder where volume and acknowledgement file are kept; empty for a temporary one
 * @param seconds how long money is moved
 * @param writers how many writers
 * @param replicas how many read replicas
 * @param rowLimit the most rows to load
 * @param tieRule which parts of the tie rule are at work
 * @param loseAcknowledged whether one acknowledged commit is discarded before the checks
 * @param console where the console is served; empty for none
 */
record DemoSettings(
        Optional<Path> folder,
        int seconds,
        int writers,
        int replicas,
        int rowLimit,
        TieRule tieRule,
        boolean loseAcknowledged,
        Optional<HostAddress> console) {
    static final int MIN_SECONDS = 1;
    static final int MAX_SECONDS = 3600;

    /** Four of these buffer pools, and what else the demonstration needs, fit in its heap of 512 MiB. */
    private static final long CACHE_SIZE_BYTES = 24L << 20;

    /** If there are more pools, they share what four have. */
    private static final long ALL_CACHES_BYTES = 4 * CACHE_SIZE_BYTES;

    /** The cluster of these settings with its volume at a place. */
    ClusterConfig cluster(Path volume) {
        return cluster(volume, tieRule);
    }

    /** The same under another tie rule. */
    ClusterConfig cluster(Path volume, TieRule rule) {
        ClusterConfig.Builder config = ClusterConfig.in(volume)
                .writers(writers)
                .replicas(replicas)
                .cacheSizeBytes(Math.min(CACHE_SIZE_BYTES, ALL_CACHES_BYTES / (writers + replicas)))
                .tieRule(rule);
        console.ifPresent(config::console);
        return config.build();
    }
}
