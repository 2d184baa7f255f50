package dev.sextant.replication.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.Remedy;
import dev.sextant.api.RepairPlan;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One repair, with all that happens meanwhile: settlers that go on, or wake at a bad moment, earlier repairs that have not died yet,
 * disks that are lost. In a calm one nothing goes wrong but that settlers go on, and it must come to its end.
 */
final class RepairScene {
    private static final int PATIENCE = 20_000;
    private static final int MOST_STEPS = 900;
    private static final int LAST_STEPS = 12;

    final RunningRepair repair;
    private final DoubtfulHistory history;
    private final SplittableRandom random;
    private final RepairPlan plan;
    private final boolean calm;
    private final List<RunningRepair> others;
    private final RunningRepair.Mark settlersWakeAt;
    /** Of ten steps. */
    private final int settlersSteps;

    private final int diskLostAt;
    /** Soon after it has come so far it dies; null if whenever it may be. */
    private final RunningRepair.@Nullable Mark diesAt;

    private boolean diskLost;

    RepairScene(DoubtfulHistory history, RepairPlan plan, boolean calm, long nonce, List<RunningRepair> others) {
        this.history = history;
        random = history.random;
        this.plan = plan;
        this.calm = calm;
        this.others = others;
        settlersWakeAt = random.nextBoolean() ? RunningRepair.Mark.LOOKS : markLike(RunningRepair.Mark.SETTLES);
        settlersSteps = random.nextBoolean() ? 3 : 7;
        diskLostAt = calm || random.nextInt(4) > 0 ? -1 : random.nextInt(MOST_STEPS);
        diesAt = calm || random.nextBoolean() ? null : markLike(RunningRepair.Mark.TELLS);
        repair = new RunningRepair(history, plan, nonce);
    }

    /** Any, and that one in more than half of the cases. */
    private RunningRepair.Mark markLike(RunningRepair.Mark likely) {
        RunningRepair.Mark[] all = RunningRepair.Mark.values();
        return random.nextBoolean() ? likely : all[random.nextInt(all.length)];
    }

    /** Tells whether it came to its end; if it must, it does. */
    boolean run() {
        int dies = calm ? PATIENCE : diesAt != null ? MOST_STEPS : 1 + random.nextInt(MOST_STEPS);
        boolean dying = false;
        for (int step = 0; step < dies && repair.outcome() == null; step++) {
            if (!dying && diesAt != null && repair.hasCome(diesAt)) {
                dying = true;
                dies = Math.min(dies, step + random.nextInt(1 + random.nextInt(LAST_STEPS)));
            }
            if (step == diskLostAt) {
                history.loseDisk(history.any(history.segments));
                diskLost = true;
            }
            int what = random.nextInt(10);
            if (what < settlersSteps && repair.hasCome(settlersWakeAt)) {
                settle();
            } else if (!others.isEmpty() && random.nextInt(4) == 0) {
                history.any(others).deliver(false);
            } else if (random.nextInt(7) == 0) {
                repair.tick();
            } else {
                repair.deliver(calm);
            }
        }
        RepairOutcome outcome = repair.outcome();
        if (outcome instanceof RepairOutcome.Repaired repaired) {
            checkDone(repaired);
        } else if (calm && !isPlannedAnew(outcome)) {
            throw new AssertionError("it does not end: " + outcome + " of " + plan);
        }
        return outcome instanceof RepairOutcome.Repaired;
    }

    private void settle() {
        if (random.nextInt(30) == 0) {
            history.settlers.begin(history.any(history.rivals.all()).id());
        } else {
            history.settlers.step(history.any(history.segments));
        }
    }

    /** A settler that was under way decided something, or came between when a rival was gone. */
    private static boolean isPlannedAnew(@Nullable RepairOutcome outcome) {
        return outcome instanceof RepairOutcome.Refused refused && refused.why().remedy() != Remedy.FIX_SETUP;
    }

    /** All six know what was planned, before they have told one another anything. */
    private void checkDone(RepairOutcome.Repaired repaired) {
        assertEquals(plan.doubts(), repaired.decided(), "it did what was planned");
        for (RepairPlan.Doubt doubt : plan.doubts()) {
            Fate fate = doubt.decision() == RepairPlan.Decision.COMMIT ? Fate.COMMITTED : Fate.ABORTED;
            long knowing = history.segments.stream()
                    .filter(each -> each.acceptor.fates().of(doubt.proposal()) == fate)
                    .count();
            if (!diskLost) {
                assertEquals(Quorums.SIX.segments(), knowing, () -> doubt.proposal() + " is not known everywhere");
            }
        }
    }
}
