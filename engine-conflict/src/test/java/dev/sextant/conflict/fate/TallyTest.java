package dev.sextant.conflict.fate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Rival;
import dev.sextant.conflict.version.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final ProposalId MINE = ProposalId.of(0, 1);
    private static final Lsn AGE = Lsn.of(10, new WriterId(0));

    private static Tally tally() {
        return new Tally(MINE, AGE, Quorums.SIX);
    }

    /** A letter for each segment's answer, in the order they come; a blank keeps them apart. */
    private static Tally after(String answers) {
        Tally tally = tally();
        int segment = 0;
        for (String answer : answers.split(" ", -1)) {
            Verdict verdict = verdict(answer);
            if (verdict != null) {
                tally.onVote(new SegmentId(segment), 1, verdict);
            }
            segment++;
        }
        return tally;
    }

    private static Verdict verdict(String letter) {
        return switch (letter) {
            case "o" -> new Verdict.Accepted(List.of());
            case "x" -> null; // out of reach
            case "S" -> new Verdict.Stale(Sample.P, Sample.version(1, 5));
            case "F" -> new Verdict.Fenced(2);
            case "C" -> new Verdict.Closed();
            case "A" -> new Verdict.Abstained();
            case "P" -> new Verdict.Preempted(Ballot.settling(2, new WriterId(3), 1));
            case "k" -> new Verdict.Parked(new Rival(ProposalId.of(1, 1), Lsn.of(9, new WriterId(1)))); // older
            case "y" -> new Verdict.Parked(new Rival(ProposalId.of(1, 1), Lsn.of(11, new WriterId(1)))); // younger
            case "r" -> new Verdict.Parked(null); // the renouncement of an earlier attempt is not there
            case "D+" -> new Verdict.Decided(Fate.COMMITTED);
            case "D-" -> new Verdict.Decided(Fate.ABORTED);
            default -> throw new AssertionError(letter);
        };
    }

    private static void becomes(String answers, Tally.State expected) {
        assertEquals(expected, after(answers).state(), answers);
    }

    @Test
    void fourAcceptsCommitAndTheFirstRefusalThatCannotTurnLoses() {
        becomes("o o o o x x", Tally.State.COMMITTED);
        becomes("o o o x x x", Tally.State.PROPOSED);
        becomes("x x o o o o", Tally.State.COMMITTED);
        becomes("o o o S o o", Tally.State.RENOUNCED);
        becomes("F o o o o o", Tally.State.RENOUNCED);
        becomes("k o o o o o", Tally.State.RENOUNCED);
        becomes("y y o o o o", Tally.State.COMMITTED);
        becomes("y y y o o o", Tally.State.PROPOSED);
        becomes("r r o o o x", Tally.State.PROPOSED);
        becomes("C A o o o x", Tally.State.PROPOSED);
        becomes("C A o o o o", Tally.State.COMMITTED);
        becomes("P o o o x x", Tally.State.AWAITING_FATE);
        becomes("P o o o o x", Tally.State.COMMITTED);
        becomes("P S F k x x", Tally.State.AWAITING_FATE);
        becomes("D+ x x x x x", Tally.State.COMMITTED);
        becomes("o o D- o x x", Tally.State.ABORTED);
        becomes("S D+ x x x x", Tally.State.COMMITTED);
    }

    /** All 64 patterns of segments in reach: committed at once iff four of them are. */
    @Test
    void everyPatternOfSegmentsUpAndDown() {
        for (int up = 0; up < 1 << 6; up++) {
            Tally accepted = tally();
            Tally renounced = tally();
            renounced.onVoteTimeout();
            for (int segment = 0; segment < 6; segment++) {
                if ((up & (1 << segment)) != 0) {
                    accepted.onVote(new SegmentId(segment), 1, new Verdict.Accepted(List.of()));
                    renounced.onRenounceVote(new SegmentId(segment), new Verdict.Accepted(List.of()));
                }
            }
            boolean quorum = Integer.bitCount(up) >= 4;
            assertEquals(quorum ? Tally.State.COMMITTED : Tally.State.PROPOSED, accepted.state());
            assertEquals(quorum ? Tally.State.ABORTED : Tally.State.RENOUNCED, renounced.state());
            assertEquals(quorum, accepted.counted());
        }
    }

    @Test
    void oneSegmentIsCountedOnce() {
        Tally tally = tally();
        for (int again = 0; again < 9; again++) {
            tally.onVote(new SegmentId(3), 1, new Verdict.Accepted(List.of()));
        }
        assertEquals(List.of(new SegmentId(3)), tally.acceptedBy());
        assertEquals(Tally.State.PROPOSED, tally.state());
    }

    @Test
    void onceRenouncedNoAcceptIsCounted() {
        Tally tally = after("o o o x x x");
        tally.onVoteTimeout();
        assertInstanceOf(Tally.Loss.TimedOut.class, tally.loss());
        for (int segment = 0; segment < 6; segment++) {
            tally.onVote(new SegmentId(segment), 1, new Verdict.Accepted(List.of()));
        }
        assertEquals(Tally.State.RENOUNCED, tally.state());
    }

    @Test
    void whyItLostIsTold() {
        assertEquals(
                new Tally.Loss.Overtaken(Sample.P, Sample.version(1, 5)),
                after("S x x x x x").loss());
        assertEquals(new Tally.Loss.Fenced(2), after("F x x x x x").loss());
        assertInstanceOf(Tally.Loss.Outranked.class, after("k x x x x x").loss());
    }

    @Test
    void votesOfAFormerGenerationAreVoidAlsoWhenTheyComeLate() {
        Tally tally = after("o o o x x x");
        tally.onGeneration(new SegmentId(0), 2);
        tally.onVote(new SegmentId(1), 1, new Verdict.Accepted(List.of()));
        tally.onVote(new SegmentId(0), 1, new Verdict.Accepted(List.of()));
        tally.onVote(new SegmentId(3), 1, new Verdict.Accepted(List.of()));
        assertEquals(Tally.State.PROPOSED, tally.state(), "three whole votes");
        tally.onVote(new SegmentId(0), 2, new Verdict.Accepted(List.of()));
        assertEquals(Tally.State.COMMITTED, tally.state());
    }

    @Test
    void readersAreTheUnionOfTheAcceptsCounted() {
        Tally tally = tally();
        ProposalId one = ProposalId.of(1, 1);
        ProposalId other = ProposalId.of(2, 1);
        List<List<ProposalId>> seen = List.of(List.of(one), List.of(), List.of(other), List.of(one, other));
        for (int segment = 0; segment < 4; segment++) {
            BaseReaders readers = new BaseReaders(Sample.P, VersionId.NONE, seen.get(segment));
            tally.onVote(new SegmentId(segment), 1, new Verdict.Accepted(List.of(readers)));
        }
        assertEquals(List.of(new BaseReaders(Sample.P, VersionId.NONE, List.of(one, other))), tally.readers());
    }

    @Test
    void twoFatesAreABug() {
        Tally tally = after("o o o o x x");
        tally.onFate(Fate.COMMITTED);
        assertThrows(IllegalStateException.class, () -> tally.onFate(Fate.ABORTED));
    }

    @Test
    void aCopyGoesItsOwnWay() {
        Tally original = after("o o o x x x");
        Tally copy = new Tally(original);
        copy.onVote(new SegmentId(5), 1, new Verdict.Accepted(List.of()));
        assertEquals(Tally.State.COMMITTED, copy.state());
        assertEquals(Tally.State.PROPOSED, original.state());
        assertTrue(original.acceptedBy().size() == 3 && copy.acceptedBy().size() == 4);
    }
}
