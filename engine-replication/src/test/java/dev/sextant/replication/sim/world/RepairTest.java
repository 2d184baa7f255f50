package dev.sextant.replication.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.CommitResult;
import dev.sextant.api.ProposalId;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairPlan.Decision;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.repair.RepairOutcome;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Repairs of what the known limit of the protocol leaves in doubt, in whole worlds; and repairs that die. */
class RepairTest {
    private final SplitVote story = new SplitVote(7);
    private final World world = story.world;

    // ---- the two situations ----------------------------------------------------------------------------------------

    @Test
    void splitWithTwoLostDisksBlocksThosePagesAloneUntilSomebodyConfirmsTheRepair() {
        Set<ProposalId> rivals = story.split();
        world.time().runFor(5 * VirtualTime.SECOND);
        RepairPlan early = plan();
        assertEquals(2, early.obstacles().size(), early.obstacles()::toString);
        assertEquals(rivals, ids(early), "it shows what would be decided if they never came back");
        story.giveNewDisks();

        assertEquals(rivals, story.inDoubt(), "both stay in doubt, and nothing else");
        assertCommitted(story.put(SplitVote.SURVIVOR, story.calm, 2), "other pages go on");
        assertFalse(
                story.put(SplitVote.SURVIVOR, story.fought, 2) instanceof CommitResult.Committed, "that page waits");
        RepairPlan plan = plan();
        assertEquals(List.of(), plan.obstacles());
        assertEquals(rivals, ids(plan));
        assertDoubt(plan, story.older, Decision.COMMIT, true, 0, 1);
        assertDoubt(plan, story.younger, Decision.ABORT, true, 2, 3);

        repaired(plan);

        assertEverythingGoesOn();
        assertEquals(10L + SplitVote.OLDER.slot(), valueBeforeNow, "the older one is committed");
    }

    @Test
    void threeLostDisksLeaveTooFewVotersAndTheOlderOneIsCommitted() {
        story.split();
        story.giveNewDisks();
        story.replaceDisk(2);
        RepairPlan plan = plan();
        assertDoubt(plan, story.older, Decision.COMMIT, true, 0, 1);
        assertDoubt(plan, story.younger, Decision.ABORT, true, 3);

        repaired(plan);

        assertEverythingGoesOn();
    }

    @Test
    void allDisksLostOneAfterTheOtherAndWhatWasKeptAsRivalIsDecided() {
        story.split();
        story.giveNewDisks();
        for (int segment = 0; segment < 4; segment++) {
            story.replaceDisk(segment);
        }
        RepairPlan plan = plan();
        assertDoubt(plan, story.older, Decision.COMMIT, true);
        assertDoubt(plan, story.younger, Decision.ABORT, true);

        repaired(plan);

        assertEverythingGoesOn();
    }

    @Test
    void twoWritersThatOpenAfterTheirSlotsWereSplitTakeTransactions() {
        story.split();
        story.giveNewDisks();
        assertCommitted(story.put(SplitVote.OLDER, story.calm, 5), "they have opened with a doubt");
    }

    // ---- refusals --------------------------------------------------------------------------------------------------

    @Test
    void aVolumeWithoutDoubtHasNothingToRepair() {
        RepairPlan plan = plan();
        assertTrue(plan.isEmpty() && plan.isReady(), plan::toString);
    }

    @Test
    void nothingIsDecidedIfThePlanIsNotTrueAnyMore() {
        Set<ProposalId> rivals = story.split();
        story.giveNewDisks();
        RepairPlan old = plan();
        story.replaceDisk(2);
        world.slots().forEach(WriterSlot::kill);

        RepairOutcome outcome = run(SimRepair.repairing(world, old));

        assertTrue(assertInstanceOf(RepairOutcome.Refused.class, outcome)
                .why()
                .getMessage()
                .contains("has changed since the plan was made"));
        world.slots().forEach(WriterSlot::restart);
        assertTrue(story.within(60 * VirtualTime.SECOND, story::allWritersOpen));
        assertEquals(rivals, ids(plan()), "they are in doubt as before");
    }

    @Test
    void nothingIsDecidedWhileASegmentIsAway() {
        story.split();
        story.giveNewDisks();
        RepairPlan plan = plan();
        world.segments().get(5).crash(0);
        world.slots().forEach(WriterSlot::kill);

        RepairOutcome outcome = run(SimRepair.repairing(world, plan));

        String said =
                assertInstanceOf(RepairOutcome.Refused.class, outcome).why().getMessage();
        assertTrue(said.contains("segment-5"), said);
        assertFalse(said.contains("segment-4"), said);
        world.segments().get(5).start();
        repaired(plan);
        assertEverythingGoesOn();
    }

    // ---- repairs that die ------------------------------------------------------------------------------------------

    /** At every envelope that a repair sends it dies, and another one ends what it began, though writers ran in between. */
    @Test
    void aRepairMayDieAtAnyMomentAndAnotherOneGoesOn() {
        int envelopes = 0;
        for (int dies = 1; envelopes == 0 || dies < envelopes; dies += dies < 12 ? 1 : 5) {
            RepairTest one = new RepairTest();
            int sent = one.repairsTwice(dies);
            if (sent < dies) {
                envelopes = sent;
            }
        }
        assertTrue(envelopes > 30, "it goes through all of its steps: " + envelopes);
    }

    /** How many messages the first one sent. */
    private int repairsTwice(int diesAfter) {
        story.split();
        story.giveNewDisks();
        RepairPlan plan = plan();
        world.slots().forEach(WriterSlot::kill);
        AtomicInteger sent = new AtomicInteger();
        SimRepair[] first = new SimRepair[1];
        world.onSend((from, message) -> {
            if (from.equals(NodeAddress.REPAIR) && first[0] != null && sent.incrementAndGet() == diesAfter) {
                world.time().after(0, first[0]::kill);
            }
        });
        first[0] = SimRepair.repairing(world, plan);
        SimRepair dying = first[0];
        world.time().runFor(2 * VirtualTime.SECOND);
        first[0] = null;
        world.slots().forEach(WriterSlot::restart);
        assertTrue(
                story.within(60 * VirtualTime.SECOND, story::allWritersOpen),
                "writers open after a repair that sent " + diesAfter);
        if (dying.outcome() == null) {
            RepairPlan again = plan();
            for (RepairPlan.Doubt doubt : again.doubts()) {
                boolean older = doubt.proposal().equals(story.older);
                assertEquals(older ? Decision.COMMIT : Decision.ABORT, doubt.decision(), again::toString);
            }
            repaired(again);
        }
        assertEverythingGoesOn();
        assertEquals(10L + SplitVote.OLDER.slot(), valueBeforeNow, "after " + diesAfter);
        return sent.get();
    }

    // ---- helpers ---------------------------------------------------------------------------------------------------

    private Long valueBeforeNow = 0L;

    private RepairPlan plan() {
        return assertInstanceOf(RepairOutcome.Planned.class, run(SimRepair.planning(world)))
                .plan();
    }

    private void repaired(RepairPlan plan) {
        world.slots().forEach(WriterSlot::kill);
        RepairOutcome outcome = run(SimRepair.repairing(world, plan));
        assertEquals(new RepairOutcome.Repaired(plan.doubts()), outcome);
        world.slots().forEach(WriterSlot::restart);
    }

    private RepairOutcome run(SimRepair repair) {
        assertTrue(story.within(120 * VirtualTime.SECOND, () -> repair.outcome() != null), "it ends");
        RepairOutcome outcome = repair.outcome();
        if (outcome == null) {
            throw new AssertionError("it has ended");
        }
        return outcome;
    }

    private void assertEverythingGoesOn() {
        assertTrue(story.within(10 * VirtualTime.SECOND, world::isHealthy), "writers open at once");
        assertTrue(story.within(10 * VirtualTime.SECOND, () -> story.inDoubt().isEmpty()), "nothing is in doubt");
        valueBeforeNow = story.get(story.fought);
        assertCommitted(story.put(SplitVote.SURVIVOR, story.fought, 20), "the page is free");
        world.database(SplitVote.OLDER).run(transaction -> transaction.put(story.fought, "row", 21L));
        assertTrue(plan().isEmpty(), "nothing is left to repair");
        assertEquals(List.of(), world.contradictions());
        assertEquals(List.of(), world.brokenPages());
    }

    private static void assertCommitted(CommitResult result, String why) {
        assertInstanceOf(CommitResult.Committed.class, result, why);
    }

    private static Set<ProposalId> ids(RepairPlan plan) {
        return new TreeSet<>(
                plan.doubts().stream().map(RepairPlan.Doubt::proposal).toList());
    }

    private static void assertDoubt(
            RepairPlan plan, ProposalId id, Decision decision, boolean lossPossible, int... acceptedBy) {
        RepairPlan.Doubt doubt = plan.doubts().stream()
                .filter(each -> each.proposal().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not in " + plan));
        assertEquals(decision, doubt.decision(), plan::toString);
        assertEquals(lossPossible, doubt.lossPossible(), plan::toString);
        assertEquals(Arrays.stream(acceptedBy).mapToObj(SegmentId::new).toList(), doubt.acceptedBy(), plan::toString);
        assertEquals(1, doubt.transactions().size());
        assertFalse(doubt.pages().isEmpty());
        assertEquals(1, doubt.rivals().size());
    }
}
