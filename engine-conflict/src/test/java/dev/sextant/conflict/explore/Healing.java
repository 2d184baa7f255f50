package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Settler;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Liveness: from any state, once all owners are gone, every segment is in reach and one settler works undisturbed, every
 * proposal gets the fate that anybody already knows, in a bounded number of tries.
 */
final class Healing {
    private static final long FIRST_ROUND = 100;
    private static final int MAX_TRIES_EACH = 6;
    private static final WriterId SETTLER = new WriterId(3);
    private static final long NOW = 0;

    private final Scenario scenario;
    private final Machinery machinery;

    Healing(Scenario scenario, Machinery machinery) {
        this.scenario = scenario;
        this.machinery = machinery;
    }

    /** Settles everything; returns what went wrong, or null. */
    @Nullable
    String heal(List<Acceptor> segments, int knownCommitted, int knownAborted) {
        List<Proposal> proposals = scenario.proposals();
        TreeMap<ProposalId, Fate> fates = new TreeMap<>();
        try {
            for (int round = 0; round < MAX_TRIES_EACH && fates.size() < proposals.size(); round++) {
                for (Proposal proposal : proposals) {
                    if (!fates.containsKey(proposal.id())) {
                        settle(proposal.id(), FIRST_ROUND + round, segments, fates);
                    }
                }
            }
        } catch (IllegalStateException broken) {
            return "healing broke: " + broken.getMessage();
        }
        int committed = 0;
        int aborted = 0;
        for (int index = 0; index < proposals.size(); index++) {
            Fate fate = fates.get(proposals.get(index).id());
            if (fate == null) {
                return "liveness: " + proposals.get(index).id() + " stays in doubt with all segments in reach";
            }
            committed |= fate == Fate.COMMITTED ? 1 << index : 0;
            aborted |= fate == Fate.ABORTED ? 1 << index : 0;
        }
        return (knownCommitted & aborted) != 0 || (knownAborted & committed) != 0
                ? "agreement: a fate settled later is not the one that was known"
                : null;
    }

    private void settle(ProposalId id, long round, List<Acceptor> segments, Map<ProposalId, Fate> fates) {
        Ballot ballot = Ballot.settling(round, SETTLER, 1);
        Settler settler = machinery.settler(id, ballot, Scenario.THREE);
        for (int index = 0; index < segments.size(); index++) {
            Acceptor.Promise promise = segments.get(index).prepare(id, ballot);
            if (promise.refusal() == null) {
                settler.onPromise(new SegmentId(index), promise.register());
            } else {
                settler.onVerdict(new SegmentId(index), promise.refusal());
            }
        }
        if (settler.mayChoose()) {
            settler.choose();
            for (int index = 0; index < segments.size() && settler.state() != Settler.State.DECIDED; index++) {
                settler.onVerdict(
                        new SegmentId(index),
                        segments.get(index).settle(id, ballot, settler.value(), settler.content(), NOW));
            }
        }
        if (settler.state() == Settler.State.DECIDED) {
            fates.put(id, settler.value());
            for (Acceptor segment : segments) {
                Fate fate = settler.value();
                segment.decided(
                        id,
                        fate,
                        settler.counted(),
                        settler.readers(),
                        fate == Fate.COMMITTED ? settler.content() : null,
                        NOW);
            }
        }
    }
}
