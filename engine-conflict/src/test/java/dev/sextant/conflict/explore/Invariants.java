package dev.sextant.conflict.explore;

import dev.sextant.conflict.fate.Ballot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold in every state of a scenario, whoever knows what. */
final class Invariants {
    private final Scenario scenario;
    private final int proposals;

    Invariants(Scenario scenario) {
        this.scenario = scenario;
        proposals = scenario.proposals().size();
    }

    /**
     * Checks a state.
     *
     * @param knownCommitted what owners and settlers know committed, a bit for each proposal
     * @return what is broken, or null
     */
    @Nullable
    String check(AcceptorTable.Facts[] segments, int knownCommitted, int knownAborted) {
        int committed = knownCommitted;
        int aborted = knownAborted;
        for (AcceptorTable.Facts segment : segments) {
            committed |= segment.committed();
            aborted |= segment.aborted();
        }
        if ((committed & aborted) != 0) {
            return "agreement: " + names(committed & aborted) + " is known committed and known aborted";
        }
        for (int[] pair : scenario.exclusive()) {
            if ((committed & (1 << pair[0])) != 0 && (committed & (1 << pair[1])) != 0) {
                return "exclusion: both " + names((1 << pair[0]) | (1 << pair[1])) + " are committed";
            }
        }
        for (int proposal = 0; proposal < proposals; proposal++) {
            int bit = 1 << proposal;
            if ((committed & bit) != 0 && standing(segments, bit) < Scenario.THREE.write()) {
                return "durability: " + names(bit) + " is known committed and stands at too few segments";
            }
            if ((aborted & bit) != 0 && quorumAtOneBallot(segments, proposal)) {
                return "truth: " + names(bit) + " is known aborted and a quorum holds COMMIT at one ballot";
            }
        }
        return null;
    }

    private static int standing(AcceptorTable.Facts[] segments, int bit) {
        int count = 0;
        for (AcceptorTable.Facts segment : segments) {
            count += ((segment.committed() | segment.holdsCommit()) & bit) != 0 ? 1 : 0;
        }
        return count;
    }

    private static boolean quorumAtOneBallot(AcceptorTable.Facts[] segments, int proposal) {
        for (AcceptorTable.Facts one : segments) {
            Ballot ballot = one.accepted()[proposal];
            int count = 0;
            for (AcceptorTable.Facts other : segments) {
                boolean holds = (other.holdsCommit() & (1 << proposal)) != 0;
                count += holds && other.accepted()[proposal].equals(ballot) ? 1 : 0;
            }
            if (count >= Scenario.THREE.write()) {
                return true;
            }
        }
        return false;
    }

    private String names(int bits) {
        List<String> names = new ArrayList<>();
        for (int proposal = 0; proposal < proposals; proposal++) {
            if ((bits & (1 << proposal)) != 0) {
                names.add(scenario.proposals().get(proposal).id().toString());
            }
        }
        return String.join(" and ", names);
    }
}
