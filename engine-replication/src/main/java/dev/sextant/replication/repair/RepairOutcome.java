package dev.sextant.replication.repair;

import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairRefusedException;
import java.util.List;

/** What a repair, or the planning of one, came to. */
public sealed interface RepairOutcome {
    /** The plan that was asked for. */
    record Planned(RepairPlan plan) implements RepairOutcome {}

    /** All six segments know these fates. */
    record Repaired(List<RepairPlan.Doubt> decided) implements RepairOutcome {
        public Repaired {
            decided = List.copyOf(decided);
        }
    }

    /** It was not done, or not to its end. */
    record Refused(RepairRefusedException why) implements RepairOutcome {}
}
