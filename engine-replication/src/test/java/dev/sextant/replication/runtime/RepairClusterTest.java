package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.config.ClusterConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A repair on a real cluster; what it repairs is shown in simulated worlds, where votes can be split on purpose. */
class RepairClusterTest {
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
