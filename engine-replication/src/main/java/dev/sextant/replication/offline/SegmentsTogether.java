package dev.sextant.replication.offline;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.replication.verify.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks what segments say of proposals against each other: a proposal has one fate, and an opening closes what it says. */
final class SegmentsTogether {
    private final Findings findings;
    private final List<Told> told = new ArrayList<>();

    private record Told(SegmentId segment, Fates fates, List<SlotState> slots) {}

    SegmentsTogether(Findings findings) {
        this.findings = findings;
    }

    void add(SegmentId segment, Fates fates, List<SlotState> slots) {
        told.add(new Told(segment, fates, slots));
    }

    void check() {
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            long highest = 0;
            for (Told each : told) {
                highest = Math.max(highest, each.fates().highest(writer));
            }
            for (long seq = 1; seq <= highest; seq++) {
                checkFate(ProposalId.of(slot, seq));
            }
            checkOpenings(slot);
        }
    }

    private void checkFate(ProposalId id) {
        Fate first = null;
        SegmentId firstAt = null;
        for (Told each : told) {
            Fate fate = each.fates().of(id);
            if (first == null) {
                first = fate;
                firstAt = each.segment();
            } else if (fate != null && fate != first) {
                String what = id + " is " + first + " at " + firstAt + " and " + fate + " at " + each.segment();
                findings.add(new Finding(null, null, null, what));
                return;
            }
        }
    }

    /** What four segments opened is open: nothing that the opening closed has committed. */
    private void checkOpenings(int slot) {
        Map<SlotState.Opening, Integer> accepts = new TreeMap<>(Comparator.comparingLong(SlotState.Opening::incarnation)
                .thenComparingLong(SlotState.Opening::closeFrom)
                .thenComparingLong(SlotState.Opening::firstSeq));
        for (Told each : told) {
            each.slots().get(slot).openings().forEach(opening -> accepts.merge(opening, 1, Integer::sum));
        }
        accepts.forEach((opening, count) -> {
            if (count >= Quorums.SIX.write()) {
                checkClosed(slot, opening);
            }
        });
    }

    private void checkClosed(int slot, SlotState.Opening opening) {
        for (long seq = opening.closeFrom(); seq < opening.firstSeq(); seq++) {
            ProposalId id = ProposalId.of(slot, seq);
            for (Told each : told) {
                if (each.fates().of(id) == Fate.COMMITTED) {
                    findings.add(each.segment(), id + " is COMMITTED, but " + opening + " closed it");
                }
            }
        }
    }
}
