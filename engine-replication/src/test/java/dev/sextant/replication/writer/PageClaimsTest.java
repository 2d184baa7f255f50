package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import org.junit.jupiter.api.Test;

class PageClaimsTest {
    private static final PageId ONE = new PageId(1);
    private static final PageId TWO = new PageId(2);
    private static final ProposalId RIVAL = new ProposalId(new WriterId(1), 7);
    private static final ProposalId OTHER = new ProposalId(new WriterId(2), 7);
    private static final long UNTIL = 100;

    private final PageClaims claims = new PageClaims(new BufferPool(new Residency() {
        @Override
        public void touched(PageId page) {}

        @Override
        public void sized(PageId page, int sizeBytes) {}
    }));

    private static VersionId version(long lsn) {
        return new VersionId(new Lsn(lsn), 1);
    }

    @Test
    void allPagesLostToARivalAreFreeWhenItsFateIsKnownWhicheverOfThemItWasAbout() {
        claims.holdFor(RIVAL, ONE, UNTIL);
        claims.holdFor(RIVAL, TWO, UNTIL);
        claims.decided(OTHER);
        assertTrue(claims.blocks(ONE, 1) && claims.blocks(TWO, 1), "that was about somebody else");
        claims.decided(RIVAL);
        assertFalse(claims.blocks(ONE, 1) || claims.blocks(TWO, 1));
        assertEquals(Long.MAX_VALUE, claims.nextWakeNanos());
    }

    @Test
    void aNewerVersionFreesItsPageAlone() {
        claims.holdFor(RIVAL, ONE, UNTIL);
        claims.holdFor(RIVAL, TWO, UNTIL);
        claims.arrived(ONE, version(3));
        assertFalse(claims.blocks(ONE, 1));
        assertTrue(claims.blocks(TWO, 1));
    }

    @Test
    void aPageLostToAVersionWaitsForThatAndNotForAnEarlierOneNorForFates() {
        claims.hold(ONE, version(5), UNTIL);
        claims.arrived(ONE, version(4));
        claims.decided(OTHER);
        assertTrue(claims.blocks(ONE, 1));
        claims.arrived(ONE, version(5));
        assertFalse(claims.blocks(ONE, 1));
    }

    @Test
    void aHoldEndsWithItsTimeWhateverIsKnown() {
        claims.holdFor(RIVAL, ONE, UNTIL);
        assertTrue(claims.blocks(ONE, UNTIL - 1));
        assertEquals(UNTIL, claims.nextWakeNanos());
        assertFalse(claims.blocks(ONE, UNTIL));
    }
}
