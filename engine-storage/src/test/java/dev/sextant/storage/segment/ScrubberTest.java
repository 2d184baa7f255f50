package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damage is found before anybody asks for what it hit, and what can be read is not called damaged. */
class ScrubberTest {
    private static final NodeAddress WRITER = NodeAddress.of(new WriterId(0));
    private static final PageId PAGE = new PageId(5);
    private static final SegmentSettings.Scrub SCRUB = new SegmentSettings.Scrub(1_000, 1 << 20);
    private static final SegmentSettings.Limits SMALL =
            new SegmentSettings.Limits(16, 4_096, 16, 4, 2, 2, 4, 5, 8, 16, 3);

    private final Truth truth = new Truth(1, 1);
    private final Rig rig = Rig.started(
            SegmentSettings.of(new SegmentId(0), 0).withLimits(SMALL).withScrub(SCRUB), 0);
    private long now;

    private Proposal commit(PageId page) {
        Proposal proposal = truth.propose(0, List.of(page), 0);
        rig.receive(WRITER, new SegmentMessage.Decided(truth.commit(proposal)), now);
        return proposal;
    }

    /** Lets time pass until everything was read so often more, or damage was found. */
    private void rounds(int more) {
        long until = rig.core().counters().scrubRounds() + more;
        for (int ticks = 0; ticks < 10_000; ticks++) {
            SegmentCounters counters = rig.core().counters();
            if (counters.damaged() || counters.scrubRounds() >= until) {
                return;
            }
            now = Math.max(now + 1, rig.core().nextWakeNanos());
            rig.tick(now);
        }
        throw new AssertionError("it does not get on: " + rig.core().counters());
    }

    private String damage() {
        List<SegmentEvent.DiskDamaged> told = rig.events(SegmentEvent.DiskDamaged.class);
        assertEquals(1, told.size(), told::toString);
        assertTrue(rig.core().counters().damaged());
        return told.get(0).problem();
    }

    @Test
    void aHealthyDiskIsReadAgainAndAgainAtItsRate() {
        for (int i = 0; i < 30; i++) {
            commit(new PageId(i % 3));
        }
        rounds(1);
        long began = now;
        long before = rig.core().counters().scrubbedBytes();
        rounds(5);
        assertFalse(rig.core().counters().damaged());
        long read = rig.core().counters().scrubbedBytes() - before;
        assertTrue(read > 5 * 3 * 32_768, "pages were built: " + read);
        long atItsRate = (long) (1e9 * read / SCRUB.bytesPerSecond());
        assertTrue(now - began >= atItsRate, read + " bytes in " + (now - began) + " ns");
    }

    @Test
    void aRecordThatCannotBeReadIsNamedWithItsPage() {
        for (int i = 0; i < 12; i++) {
            commit(PAGE);
        }
        byte[] bad = rig.store.shelf(Shelf.REDO).firstKey();
        rig.failing = load -> load.shelf() == Shelf.REDO && load.limit() > 1 && covers(load, bad);
        rounds(1);
        assertTrue(damage().contains("REDO"), this::damage);
        assertTrue(damage().contains(PAGE.toString()), this::damage);
        long damagedAt = now;
        rig.tick(now + 1_000_000_000_000L);
        assertEquals(1, rig.events(SegmentEvent.DiskDamaged.class).size(), "it is told once, at " + damagedAt);
    }

    private static boolean covers(SegmentEffect.Load load, byte[] key) {
        return Arrays.compareUnsigned(load.from(), key) <= 0 && Arrays.compareUnsigned(key, load.to()) < 0;
    }

    @Test
    void whatIsReadAtTheThirdTryIsNoDamage() {
        commit(PAGE);
        int[] left = {2};
        rig.failing = load -> load.shelf() == Shelf.DECISIONS && left[0]-- > 0;
        rounds(2);
        assertFalse(rig.core().counters().damaged());
        assertTrue(left[0] < 0, "it failed twice");
    }

    /** No checksum tells that a delta is not where it belongs; the page that cannot be built without it does. */
    @Test
    void aLostDeltaIsFoundWhenItsPageIsBuilt() {
        commit(PAGE);
        Proposal lost = commit(PAGE);
        commit(PAGE);
        rig.store.shelf(Shelf.REDO).remove(SegmentKeys.version(PAGE, lost.version()));
        rounds(1);
        assertTrue(damage().contains(PAGE + " cannot be built"), this::damage);
    }

    /** Nobody builds it any more, but who reads the past does: what lies below the newest image counts, too. */
    @Test
    void bugADeltaThatIsLostBelowAnImageIsFound() {
        commit(PAGE);
        Proposal lost = commit(PAGE);
        for (int i = 0; i < 20; i++) {
            commit(PAGE);
        }
        rounds(1);
        assertFalse(rig.core().counters().damaged());
        assertTrue(rig.store.shelf(Shelf.PAGES).size() > 0, "there is an image");
        rig.store.shelf(Shelf.REDO).remove(SegmentKeys.version(PAGE, lost.version()));
        rig.askOne(WriterMessage.PageBuilt.class, new SegmentMessage.ReadPage(1, PAGE, truth.point()), now);
        rounds(1);
        assertTrue(damage().contains(PAGE + " cannot be built"), this::damage);
    }

    /** It votes and serves on: only what is damaged it does not serve. */
    @Test
    void aDamagedSegmentServesWhatIsWhole() {
        commit(new PageId(1));
        Proposal lost = commit(PAGE);
        commit(PAGE);
        ReadPoint point = truth.point();
        rig.store.shelf(Shelf.REDO).remove(SegmentKeys.version(PAGE, lost.version()));
        rounds(1);
        assertTrue(rig.core().counters().damaged());
        assertTrue(rig.core().counters().whole());
        rig.askOne(WriterMessage.PageBuilt.class, new SegmentMessage.ReadPage(1, new PageId(1), point), now);
        rig.askOne(WriterMessage.PageRefused.class, new SegmentMessage.ReadPage(2, PAGE, point), now);
        Proposal next = truth.propose(0, List.of(new PageId(2)), 0);
        WriterMessage.Voted voted = rig.askOne(WriterMessage.Voted.class, new SegmentMessage.Propose(next), now);
        assertTrue(voted.toString().contains("Accepted"), voted::toString);
    }

    /** A page that a reader could not have is looked at before everything else. */
    @Test
    void whatAReaderMissesIsFoundAtOnce() {
        commit(PAGE);
        Proposal lost = commit(PAGE);
        commit(PAGE);
        ReadPoint point = truth.point();
        rig.store.shelf(Shelf.REDO).remove(SegmentKeys.version(PAGE, lost.version()));
        rig.askOne(WriterMessage.PageRefused.class, new SegmentMessage.ReadPage(2, PAGE, point), now);
        for (int step = 0; step < 2; step++) {
            now = Math.max(now, rig.core().nextWakeNanos());
            rig.tick(now);
        }
        assertTrue(rig.core().counters().damaged());
        assertEquals(0, rig.core().counters().scrubRounds());
    }
}
