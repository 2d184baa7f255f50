package dev.sextant.conflict.fate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Rival;
import dev.sextant.conflict.version.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlerTest {
    private static final Proposal TARGET =
            Sample.proposal(0, 1).writes(Sample.P).build();
    private static final Ballot MINE = Ballot.settling(9, new WriterId(3), 1);

    private static Settler settler() {
        return new Settler(TARGET.id(), MINE, Quorums.SIX);
    }

    private static Ballot at(long round) {
        return round < Ballot.FIRST_SETTLING_ROUND
                ? new Ballot(round, 0, 0)
                : Ballot.settling(round, new WriterId(2), 1);
    }

    /** {@code C0} and {@code A1} are what was accepted and at which round; {@code .} nothing; {@code x} no promise. */
    private static Register register(String accepted) {
        if (accepted.equals(".")) {
            return Register.BLANK.promise(MINE);
        }
        Fate value = accepted.charAt(0) == 'C' ? Fate.COMMITTED : Fate.ABORTED;
        Ballot ballot = at(Long.parseLong(accepted.substring(1)));
        return Register.BLANK.accept(ballot, value, TARGET).promise(MINE);
    }

    private static Settler promised(String promises) {
        Settler settler = settler();
        int segment = 0;
        for (String promise : promises.trim().split(" +", -1)) {
            if (!promise.equals("x")) {
                settler.onPromise(new SegmentId(segment), register(promise));
            }
            segment++;
        }
        return settler;
    }

    private static void chooses(String promises, Fate expected) {
        Settler settler = promised(promises);
        settler.choose();
        assertEquals(expected, settler.value(), promises);
    }

    @Test
    void choosesCommitWheneverAQuorumMayHoldIt() {
        chooses(".  .  .  x  x  x ", Fate.ABORTED); // at most three others
        chooses("C0 .  .  x  x  x ", Fate.COMMITTED); // the three others may hold it
        chooses("C0 .  .  .  x  x ", Fate.ABORTED);
        chooses("C0 C0 .  .  x  x ", Fate.COMMITTED);
        chooses("C0 C0 .  .  .  x ", Fate.ABORTED);
        chooses("C0 C0 C0 .  .  . ", Fate.ABORTED);
        chooses("C0 C0 C0 C0 .  . ", Fate.COMMITTED);
        chooses("C0 C0 C0 .  .  x ", Fate.COMMITTED);
    }

    @Test
    void choosesTheValueOfTheHighestBallotFromOneOn() {
        chooses("C0 C0 A1 x  x  x ", Fate.ABORTED); // renounced: the owner has counted nothing
        chooses("C0 C0 A1 C2 x  x ", Fate.COMMITTED);
        chooses("C0 C2 A3 C0 x  x ", Fate.ABORTED);
        chooses("C3 A2 A2 x  x  x ", Fate.COMMITTED);
        chooses("C3 A2 A2 .  x  x ", Fate.ABORTED); // one of four, two missing: it cannot have been chosen
    }

    @Test
    void mustNotChooseBeforeAReadQuorum() {
        Settler two = promised("C0 . x x x x");
        assertFalse(two.mayChoose());
        assertThrows(IllegalStateException.class, two::choose);
        assertThrows(IllegalStateException.class, () -> new Settler(TARGET.id(), Ballot.RENOUNCE, Quorums.SIX));
    }

    /** All 64 patterns of segments in reach. */
    @Test
    void everyPatternOfSegmentsUpAndDown() {
        for (int up = 0; up < 1 << 6; up++) {
            Settler settler = settler();
            for (int segment = 0; segment < 6; segment++) {
                if ((up & (1 << segment)) != 0) {
                    settler.onPromise(new SegmentId(segment), register("C0"));
                }
            }
            assertEquals(Integer.bitCount(up) >= 3, settler.mayChoose());
            if (!settler.mayChoose()) {
                continue;
            }
            settler.choose();
            assertEquals(Fate.COMMITTED, settler.value());
            for (int segment = 0; segment < 6; segment++) {
                if ((up & (1 << segment)) != 0) {
                    settler.onVerdict(new SegmentId(segment), new Verdict.Accepted(List.of()));
                }
            }
            boolean decides = Integer.bitCount(up) >= 4;
            assertEquals(decides ? Settler.State.DECIDED : Settler.State.SETTLING, settler.state());
            assertEquals(decides, settler.counted());
        }
    }

    private static Settler settling() {
        Settler settler = promised("C0 C0 C0 C0 . .");
        settler.choose();
        return settler;
    }

    @Test
    void acceptsThatComeAfterARefusalAreCounted() {
        for (Verdict refusal :
                List.of(new Verdict.Parked(new Rival(ProposalId.of(1, 1), Lsn.ZERO)), new Verdict.Preempted(at(20)))) {
            Settler settler = settling();
            settler.onVerdict(new SegmentId(5), refusal);
            assertEquals(
                    refusal instanceof Verdict.Parked ? Settler.State.BLOCKED : Settler.State.PREEMPTED,
                    settler.state());
            for (int segment = 0; segment < 4; segment++) {
                settler.onVerdict(new SegmentId(segment), new Verdict.Accepted(List.of()));
            }
            assertEquals(Settler.State.DECIDED, settler.state());
        }
    }

    @Test
    void threeClosedAreAnAbort() {
        Settler settler = settling();
        settler.onVerdict(new SegmentId(0), new Verdict.Closed());
        settler.onVerdict(new SegmentId(1), new Verdict.Closed());
        settler.onVerdict(new SegmentId(1), new Verdict.Closed());
        assertEquals(Settler.State.SETTLING, settler.state());
        settler.onVerdict(new SegmentId(2), new Verdict.Closed());
        assertEquals(Fate.ABORTED, settler.value());
        assertEquals(Settler.State.DECIDED, settler.state());
        assertFalse(settler.counted());
    }

    @Test
    void readersOfASettledWritersBaseAreCollected() {
        Settler settler = settling();
        BaseReaders readers = new BaseReaders(Sample.P, VersionId.NONE, List.of(ProposalId.of(2, 2)));
        settler.onVerdict(new SegmentId(0), new Verdict.Accepted(List.of(readers)));
        for (int segment = 1; segment < 4; segment++) {
            settler.onVerdict(new SegmentId(segment), new Verdict.Accepted(List.of()));
        }
        assertTrue(settler.counted());
        assertEquals(List.of(readers), settler.readers());
        assertEquals(List.of(readers), new Settler(settler).readers());
    }

    @Test
    void theFateMayBeLearnedAndNeverChanges() {
        Settler settler = settler();
        settler.onVerdict(new SegmentId(0), new Verdict.Decided(Fate.COMMITTED));
        assertEquals(Settler.State.DECIDED, settler.state());
        assertThrows(IllegalStateException.class, () -> settler.onFate(Fate.ABORTED));
    }

    @Test
    void whatASegmentSaidUnderAnotherGenerationIsVoid() {
        Settler settler = promised("C0 . . x x x");
        settler.onGeneration(new SegmentId(0));
        assertFalse(settler.mayChoose());
    }
}
