package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Tally;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Rival;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ContestsTest {
    private static final WriterId SELF = new WriterId(2);
    private static final WriterId LOWER = new WriterId(1);
    private static final WriterId LOWEST = new WriterId(0);
    private static final WriterId HIGHER = new WriterId(3);
    private static final PageId PAGE = new PageId(7);
    private static final PageId OTHER = new PageId(8);
    private static final long LONG_AFTER = 10_000_000_000L;

    private final Desks desks = new Desks(SELF);
    private final Contests contests = new Contests(desks.settings, desks.clock, desks.roundTrips);

    private static Proposal proposal(WriterId writer, long seq, PageId... pages) {
        return new Proposal(
                new ProposalId(writer, seq),
                1,
                Lsn.of(seq + 10, writer),
                Lsn.of(seq + 10, writer),
                List.of(pages).stream()
                        .map(page -> new PageWrite(page, VersionId.NONE, new byte[0]))
                        .toList(),
                List.of(),
                ReadPoint.ZERO,
                List.of(),
                List.of());
    }

    private void lost(Verdict verdict) {
        Proposal own = proposal(SELF, 50, PAGE);
        Tally tally = new Tally(own.id(), own.age(), desks.settings.quorums());
        tally.onVote(new SegmentId(0), 0, verdict);
        contests.lost(new Flight(own, tally, List.of(), 0, 0, 0));
    }

    private void lostTo(Proposal winner) {
        lost(new Verdict.Stale(PAGE, winner.version()));
    }

    private WriterId winner(PageId... pages) {
        return contests.winner(new TreeSet<>(List.of(pages)));
    }

    @Test
    void nobodyWinsWhatWasNotLost() {
        contests.applied(proposal(LOWER, 1, PAGE), false);
        assertNull(winner(PAGE));
    }

    @Test
    void whoOvertookWinsThePage() {
        lostTo(proposal(LOWER, 1, PAGE));
        assertEquals(LOWER, winner(PAGE, OTHER));
        assertNull(winner(OTHER));
    }

    @Test
    void whoOutranksWinsItsPagesOnceItCommits() {
        Proposal rival = proposal(LOWER, 1, PAGE, OTHER);
        lost(new Verdict.Parked(new Rival(rival.id(), rival.age())));
        assertNull(winner(OTHER));
        contests.applied(rival, false);
        assertEquals(LOWER, winner(OTHER));
    }

    @Test
    void ofSeveralItIsTheLowest() {
        lostTo(proposal(LOWER, 1, PAGE));
        lostTo(proposal(LOWEST, 1, PAGE));
        lostTo(proposal(LOWER, 2, PAGE));
        assertEquals(LOWEST, winner(PAGE));
    }

    @Test
    void whoIsSeenToCommitOnALostPageIsAmongThem() {
        lostTo(proposal(LOWER, 1, PAGE));
        contests.applied(proposal(LOWEST, 1, PAGE), false);
        assertEquals(LOWEST, winner(PAGE));
    }

    @Test
    void aHigherOneHandsOverItself() {
        lostTo(proposal(HIGHER, 1, PAGE));
        assertNull(winner(PAGE));
    }

    @Test
    void itFadesUnlessOthersWantThePageStill() {
        lostTo(proposal(LOWER, 1, PAGE));
        desks.at(LONG_AFTER);
        assertNull(winner(PAGE));
        lostTo(proposal(LOWER, 2, PAGE));
        for (long time = LONG_AFTER; time < 3 * LONG_AFTER; time += 50_000_000) {
            desks.at(time);
            contests.applied(proposal(LOWER, 3, PAGE), false);
        }
        assertEquals(LOWER, winner(PAGE));
        for (long time = 3 * LONG_AFTER; time < 4 * LONG_AFTER; time += 50_000_000) {
            desks.at(time);
            contests.applied(proposal(LOWER, 3, PAGE), true);
        }
        assertNull(winner(PAGE));
    }

    @Test
    void whoDoesNotAnswerIsForgotten() {
        lostTo(proposal(LOWER, 1, PAGE));
        contests.forget(LOWER);
        assertNull(winner(PAGE));
    }

    @Test
    void noMorePagesAreKeptThanTheLimit() {
        for (int i = 0; i <= desks.settings.limits().contestedPages(); i++) {
            PageId page = new PageId(100 + i);
            lost(new Verdict.Stale(page, proposal(LOWER, 1, page).version()));
        }
        assertNull(winner(new PageId(100)));
        assertEquals(LOWER, winner(new PageId(101)));
    }
}
