package dev.sextant.bench.growth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.contender.Counting;
import dev.sextant.bench.load.workload.Workload;
import dev.sextant.bench.load.workload.WorkloadSettings;
import dev.sextant.bench.load.workload.Workloads;
import dev.sextant.replication.offline.OfflineProgress;
import dev.sextant.replication.offline.OfflineVolume;
import dev.sextant.replication.offline.VerifyResult;
import dev.sextant.storage.segment.SegmentAudit;
import dev.sextant.storage.segment.Shelf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That as many pages are changed as there are proposals, where {@link GrowthAxis#tellsPages()} says so. */
@SuppressWarnings("try") // each store fails in its own way when it is closed
class ProposalsTest {
    private static final int CLIENTS = 8;
    private static final int UPDATES_EACH = 150;
    /** So many of the last proposals may be missing at the segment that has most. */
    private static final long BEHIND = ClusterConfig.inMemory().build().limits().undecidedProposals();

    @TempDir
    Path folder;

    /** What was counted, and how many changes of pages the segment has on disk that has most: they are kept for an hour. */
    private record Ran(Map<String, Long> counters, long changes) {}

    private Ran run(String name, int rows, int updatesEach) throws Exception {
        Path place = Files.createDirectories(folder.resolve(name));
        Map<String, Long> counters;
        try (Contender contender = Contenders.builtIn(Duration.ZERO)
                .named(Contenders.ONE_WRITER)
                .orElseThrow()
                .open(place)) {
            Workload work = Workloads.named(Workloads.UPDATE, WorkloadSettings.DEFAULT.withRows(rows));
            try (Client client = contender.connect(0)) {
                work.load(client);
            }
            update(contender, work, updatesEach);
            counters = ((Counting) contender).counters();
        }
        return new Ran(counters, changes(place.resolve("volume")));
    }

    private static void update(Contender contender, Workload work, int updatesEach) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                int client = number;
                ends.add(threads.submit(() -> {
                    Workload.Actor actor = work.actor(client, CLIENTS, client);
                    try (Client connection = contender.connect(client)) {
                        for (int update = 0; update < updatesEach; update++) {
                            actor.draw().run(connection);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static long changes(Path volume) {
        try (OfflineVolume offline = OfflineVolume.open(volume)) {
            VerifyResult result = offline.verify(OfflineProgress.NONE);
            assertTrue(result.isSound(), result::toString);
            return result.segments().stream()
                    .map(VerifyResult.SegmentResult::audit)
                    .mapToLong(ProposalsTest::changes)
                    .max()
                    .orElseThrow();
        }
    }

    private static long changes(SegmentAudit.Result audit) {
        return audit.shelves().get(Shelf.REDO).entries();
    }

    /** Proposals, those that were made again once. */
    private static long made(Ran ran) {
        return ran.counters().get("proposals") - ran.counters().get("rebases");
    }

    @Test
    void aProposalOfUpdatesChangesOnePage() throws Exception {
        // Few pages, so that updates share them, and proposals are fewer than commits.
        Ran loaded = run("loaded", 300, 0);
        Ran updated = run("updated", 300, UPDATES_EACH);
        long proposals = made(updated) - made(loaded);
        assertTrue(proposals > 2 * BEHIND && proposals < CLIENTS * UPDATES_EACH, proposals + " proposals tell little");
        long changes = updated.changes() - loaded.changes();
        assertTrue(Math.abs(changes - proposals) <= BEHIND, changes + " pages changed by " + proposals + " proposals");
    }
}
