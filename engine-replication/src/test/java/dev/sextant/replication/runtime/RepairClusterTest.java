package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairPlan.Decision;
import dev.sextant.api.RepairRefusedException;
import dev.sextant.api.RepairReport;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Timeouts;
import dev.sextant.api.fault.FaultTarget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The known limit on a real cluster, and its repair by a person. */
class RepairClusterTest {
    private static final Timeouts TIMES = Timeouts.builder()
            .vote(Duration.ofMillis(1_000))
            .inDoubt(Duration.ofMillis(1_100))
            .commit(Duration.ofSeconds(2))
            .open(Duration.ofSeconds(12))
            .build();

    private final List<ClusterEvent> told = new CopyOnWriteArrayList<>();

    private static WriterId writer(int slot) {
        return new WriterId(slot);
    }

    private static SegmentId segment(int index) {
        return new SegmentId(index);
    }

    @Test
    void whatIsSplitForGoodIsShownPlannedConfirmedAndRepaired() {
        ClusterConfig config = ClusterConfig.inMemory()
                .writers(3)
                .timeouts(TIMES)
                .onEvent(told::add)
                .build();
        try (Cluster cluster = Cluster.open(config)) {
            Table<String, Long> fought = cluster.database().table("fought", Codecs.utf8(), Codecs.int64());
            Table<String, Long> calm = cluster.database().table("calm", Codecs.utf8(), Codecs.int64());
            cluster.database().run(transaction -> transaction.put(fought, "row", 1L));
            cluster.database().run(transaction -> transaction.put(calm, "row", 1L));
            split(cluster, fought);
            RepairPlan early = cluster.planRepair();
            assertFalse(early.isReady());
            assertThrows(RepairRefusedException.class, () -> cluster.repair(early));
            giveNewDisks(cluster);

            Waiting.until(
                    () -> "both are in doubt: " + cluster.status(),
                    () -> cluster.status().writers().stream()
                            .anyMatch(each -> each.inDoubt().count() == 2));
            Waiting.until(
                    () -> "a writer has told that it opened in doubt: " + told,
                    () -> told.stream().anyMatch(ClusterEvent.WriterOpenedInDoubt.class::isInstance));
            cluster.database().run(transaction -> transaction.put(calm, "row", 2L));
            RepairPlan plan = cluster.planRepair();
            assertTrue(plan.isReady() && plan.mayLoseCommits(), plan::toString);
            assertEquals(
                    List.of(Decision.COMMIT, Decision.ABORT),
                    plan.doubts().stream().map(RepairPlan.Doubt::decision).toList(),
                    plan::toString);
            assertEquals(plan.fingerprint(), cluster.planRepair().fingerprint());

            RepairReport report = cluster.repair(plan);

            assertEquals(plan.doubts(), report.decided());
            assertEquals(1, report.count(Decision.ABORT));
            cluster.database().run(transaction -> transaction.put(fought, "row", 3L));
            assertTrue(cluster.planRepair().isEmpty());
            assertEquals(List.of(), cluster.verify().problems());
            assertThrows(RepairRefusedException.class, () -> cluster.repair(plan), "it is not true any more");
            cluster.database().run(transaction -> transaction.put(fought, "row", 4L));
        }
    }

    private static void split(Cluster cluster, Table<String, Long> fought) {
        cluster.faults().killSegment(segment(4));
        cluster.faults().killSegment(segment(5));
        for (int slot = 0; slot < 2; slot++) {
            for (int far = 0; far < 2; far++) {
                cluster.faults()
                        .delayLink(
                                FaultTarget.of(writer(slot)),
                                FaultTarget.of(segment(2 - 2 * slot + far)),
                                Duration.ofSeconds(1));
            }
        }
        for (int slot = 0; slot < 2; slot++) {
            Transaction transaction = cluster.database(writer(slot)).begin();
            transaction.put(fought, "row", 10L + slot);
            transaction.commitAsync();
        }
        Waiting.until(
                "each of four segments has a vote",
                () -> cluster.status().segments().stream()
                                .filter(each -> each.undecided() == 1)
                                .count()
                        == 4);
        cluster.faults().killWriter(writer(0));
        cluster.faults().killWriter(writer(1));
        cluster.faults().healAllLinks();
    }

    private static void giveNewDisks(Cluster cluster) {
        for (int index = 4; index < 6; index++) {
            cluster.faults().loseDisk(segment(index));
            cluster.faults().restartSegment(segment(index));
        }
        cluster.faults().restartWriter(writer(0));
        cluster.faults().restartWriter(writer(1));
        Waiting.until(
                () -> "all segments count, and all writers are open: " + cluster.status(),
                () -> cluster.status().segments().stream().allMatch(each -> each.state() == SegmentState.UP)
                        && cluster.status().writers().stream()
                                .map(ClusterStatus.WriterStatus::state)
                                .allMatch(WriterState.OPEN::equals));
    }

    @Test
    void aHealthyClusterHasNothingToRepairAndGoesOn() {
        try (Cluster cluster = Cluster.open(ClusterConfig.inMemory().writers(2).build())) {
            Table<String, Long> table = cluster.database().table("t", Codecs.utf8(), Codecs.int64());
            RepairPlan plan = cluster.planRepair();
            assertTrue(plan.isEmpty() && plan.isReady() && !plan.mayLoseCommits());
            assertEquals(List.of(), cluster.repair(plan).decided());
            Transaction transaction = cluster.database().begin();
            transaction.put(table, "row", 1L);
            assertInstanceOf(CommitResult.Committed.class, transaction.commit());
        }
    }
}
