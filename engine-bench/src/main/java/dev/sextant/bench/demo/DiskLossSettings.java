package dev.sextant.bench.demo;

import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.TieRule;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the options of {@link DiskLossCommand} asked for, checked.
 *
 * @param folder where volume and acknowledgement file are kept; empty for a temporary one
 * @param healthySeconds how long nothing is lost at first, after a warm-up half as long
 * @param seconds how long disks are lost
 * @param everySeconds how often
 * @param clients how many move money, over all writers
 * @param rowLimit the most names to load before, so that there is something to copy
 * @param kind what is lost each time
 * @param seed which segments, and in which order
 */
record DiskLossSettings(
        Optional<Path> folder,
        int healthySeconds,
        int seconds,
        int everySeconds,
        int clients,
        int rowLimit,
        Kind kind,
        long seed) {
    static final int MAX_SECONDS = 3600;
    static final int MAX_CLIENTS = 64;

    /** What goes wrong at each loss. */
    enum Kind {
        /** One disk, though another one may still be filled. */
        ONE(5, 1),
        /** One disk; and a second segment dies during the copy and comes back on its own disk. */
        SECOND_FAILURE(6, 1),
        /** Both disks of a zone at once. */
        ZONE(6, 2);

        private final int whole;
        private final int disks;

        Kind(int whole, int disks) {
            this.whole = whole;
            this.disks = disks;
        }

        /** How many segments must be whole before, so that four are left to go on. */
        int whole() {
            return whole;
        }

        /** How many disks one loss takes. */
        int disks() {
            return disks;
        }
    }

    /** The cluster of these settings with its volume at a place. */
    ClusterConfig cluster(Path volume) {
        return new DemoSettings(
                        folder,
                        seconds,
                        WriterId.MAX_COUNT,
                        0,
                        rowLimit,
                        new TieRule(true, true),
                        false,
                        Optional.empty())
                .cluster(volume);
    }
}
