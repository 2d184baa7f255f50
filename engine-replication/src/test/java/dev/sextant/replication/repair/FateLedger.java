package dev.sextant.replication.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ProposalId;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody could know of fates, and may have told: owners, settlers and openers that counted, and repairs. A repair may turn
 * around what was counted before its plan was made, if the plan says so; nobody turns around what a repair has told while one segment
 * still has the disk on which it accepted that.
 */
final class FateLedger {
    private final List<VotingSegment> segments;
    private final TreeMap<ProposalId, Fate> counted = new TreeMap<>();
    /** Counted since the last plan was made, by somebody who may still live. */
    private final TreeSet<ProposalId> fresh = new TreeSet<>();
    /** Of which a plan, made after they were counted, said that they may be turned around. */
    private final TreeSet<ProposalId> mayBreak = new TreeSet<>();

    /** Nobody counted these, but what was counted excludes them. */
    private final TreeMap<ProposalId, ProposalId> excludedBy = new TreeMap<>();

    private final TreeMap<ProposalId, Repaired> repaired = new TreeMap<>();

    private record Repaired(Fate fate, Map<SegmentId, Long> disks) {}

    FateLedger(List<VotingSegment> segments) {
        this.segments = segments;
    }

    /** Somebody knows from a commit that this excludes another one, which is aborted therefore. */
    void excluded(ProposalId id, ProposalId by) {
        if (counted.get(id) != Fate.ABORTED) {
            counted(id, Fate.ABORTED);
            excludedBy.put(id, by);
        }
    }

    /** Somebody has counted a quorum for a fate. */
    void counted(ProposalId id, Fate fate) {
        Fate before = counted.put(id, fate);
        assertTrue(
                before == null || before == fate || mayBreak.contains(id),
                () -> id + " was counted " + before + " and is counted " + fate);
        Repaired told = repaired.get(id);
        assertTrue(
                told == null || told.fate == fate || isForgotten(told),
                () -> id + " is counted " + fate + ", and a repair told otherwise");
        mayBreak.remove(id);
        if (before != fate) {
            excludedBy.remove(id);
            fresh.add(id);
        }
    }

    @Nullable
    Fate countedOf(ProposalId id) {
        return counted.get(id);
    }

    /** The fate that somebody knows who has counted it since the last plan was made, and may tell it; null if nobody does. */
    @Nullable
    Fate tellable(ProposalId id) {
        return fresh.contains(id) ? counted.get(id) : null;
    }

    /** A plan is made: who counted before, and lives, would have told. */
    void planned(RepairPlan plan) {
        fresh.clear();
        TreeSet<ProposalId> listed = new TreeSet<>();
        for (RepairPlan.Doubt doubt : plan.doubts()) {
            listed.add(doubt.proposal());
            if (doubt.lossPossible()) {
                mayBreak.add(doubt.proposal());
            }
        }
        // What a plan leaves to settlers may commit if what excluded it is lost.
        excludedBy.forEach((id, by) -> {
            if (!listed.contains(id) && mayBreak.contains(by)) {
                mayBreak.add(id);
            }
        });
    }

    /**
     * A repair tells a fate for the first time, or again.
     *
     * @param disks the generations of all segments when it began to have fates accepted
     */
    void repairTells(ProposalId id, Fate fate, Map<SegmentId, Long> disks) {
        Repaired before = repaired.get(id);
        if (before != null && !isForgotten(before)) {
            assertEquals(before.fate, fate, () -> id + " was told otherwise by an earlier repair");
            return;
        }
        checkCounted(id, fate);
        repaired.put(id, new Repaired(fate, Map.copyOf(disks)));
    }

    private void checkCounted(ProposalId id, Fate fate) {
        Fate before = counted.get(id);
        assertTrue(before == null || before == fate || mayBreak.contains(id), () -> id + " was " + before);
    }

    private boolean isForgotten(Repaired told) {
        return segments.stream().noneMatch(each -> Long.valueOf(each.generation).equals(told.disks.get(each.id)));
    }

    /** Checks what became of a proposal in the end; tells whether what was counted is turned around, as a plan had said. */
    boolean check(ProposalId id, @Nullable Fate fate) {
        Repaired told = repaired.get(id);
        if (told != null && !isForgotten(told)) {
            assertEquals(told.fate, fate, () -> id + " was told by a repair");
        }
        if (fate == null) {
            return false;
        }
        checkCounted(id, fate);
        Fate before = counted.get(id);
        return before != null && before != fate;
    }

    /** Everything that was counted, for whoever looks into a run. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        counted.forEach((id, fate) -> lines.add(id + " was counted " + fate));
        return lines;
    }
}
