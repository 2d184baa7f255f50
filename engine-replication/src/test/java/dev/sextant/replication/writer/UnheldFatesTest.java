package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.message.DecidedProposal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fates that were heard here, and that no segment may have. */
class UnheldFatesTest {
    private final Desks desks = new Desks();
    private final UnheldFates fates = new UnheldFates(desks.settings, desks.applier, desks.segments, desks.roundTrips);
    private final long patience =
            Math.max(3 * desks.settings.timeouts().heartbeat().toNanos(), desks.roundTrips.inDoubtNanos());

    private static ProposalId id(long seq) {
        return new ProposalId(Desks.PEER, seq);
    }

    private static DecidedProposal decided(long seq, boolean withContent) {
        return new DecidedProposal(
                id(seq), Fate.COMMITTED, true, List.of(), withContent ? Desks.proposal(Desks.PEER, seq) : null);
    }

    private static ReadPoint upTo(long seq, long... missing) {
        return ReadPoint.ZERO.with(Desks.PEER, seq, missing);
    }

    /** Known here as far as this, so that it is looked at what segments lack of it. */
    private void appliedUpTo(long last) {
        for (long seq = 1; seq <= last; seq++) {
            desks.applier.aborted(id(seq));
        }
    }

    @Test
    void whatWasHeardIsKeptWithItsContentIfEverThatWasHeard() {
        assertNull(fates.heardOf(id(1)));
        DecidedProposal bare = decided(1, false);
        DecidedProposal whole = decided(1, true);
        fates.heard(bare);
        assertSame(bare, fates.heardOf(id(1)));
        fates.heard(whole);
        assertSame(whole, fates.heardOf(id(1)));
        fates.heard(bare);
        assertSame(whole, fates.heardOf(id(1)), "what comes later and tells less changes nothing");
        fates.heard(decided(1, true));
        assertSame(whole, fates.heardOf(id(1)));
    }

    @Test
    void onlySoManyAreKeptAndTheOldestGoFirst() {
        for (long seq = 1; seq <= UnheldFates.MAX_KEPT; seq++) {
            fates.heard(decided(seq, false));
        }
        DecidedProposal first = decided(1, true);
        fates.heard(first);
        assertSame(first, fates.heardOf(id(1)), "more of one that is kept takes no room");
        fates.heard(decided(UnheldFates.MAX_KEPT + 1L, false));
        assertNull(fates.heardOf(id(1)));
        fates.heard(decided(UnheldFates.MAX_KEPT + 2L, false));
        assertNull(fates.heardOf(id(2)));
        assertEquals(id(3), fates.heardOf(id(3)).id());
    }

    @Test
    void whatASegmentHoldsIsForgotten() {
        fates.heard(decided(1, true));
        fates.heard(decided(2, true));
        fates.heard(decided(3, true));
        fates.onStatus(upTo(3, 2), 0);
        assertNull(fates.heardOf(id(1)));
        assertEquals(id(2), fates.heardOf(id(2)).id(), "the segment lacks it");
        assertNull(fates.heardOf(id(3)));
    }

    @Test
    void whatNoSegmentHasForLongIsOverdueAndThenOnlyAfterAsLong() {
        appliedUpTo(2);
        fates.onStatus(upTo(1), 0);
        assertEquals(List.of(), fates.overdue(patience - 1));
        fates.onStatus(upTo(1), patience - 1);
        assertEquals(List.of(id(2)), fates.overdue(patience), "since it was first missed");
        assertEquals(List.of(), fates.overdue(2 * patience - 1));
        assertEquals(List.of(id(2)), fates.overdue(2 * patience));
        fates.onStatus(upTo(2), 2 * patience);
        assertEquals(List.of(), fates.overdue(9 * patience));
    }

    @Test
    void whatAnotherSegmentTellsIsNotMissed() {
        appliedUpTo(1);
        desks.segments.heard(new SegmentId(4), 1, 0);
        desks.segments.status(new SegmentId(4), true, upTo(1), ReadPoint.ZERO);
        fates.onStatus(upTo(0), 0);
        assertEquals(List.of(), fates.overdue(patience));
    }

    @Test
    void whatIsNotKnownHereIsNotMissed() {
        fates.heard(decided(1, true));
        fates.onStatus(upTo(0), 0);
        assertEquals(List.of(), fates.overdue(patience));
    }

    @Test
    void onlySoManyAreLookedAt() {
        appliedUpTo(2L * UnheldFates.MAX_LOOKED_AT);
        fates.onStatus(ReadPoint.ZERO, 0);
        assertEquals(UnheldFates.MAX_LOOKED_AT, fates.overdue(patience).size());
    }
}
