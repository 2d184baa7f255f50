package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Segments that keep the log and no pages, beside three that keep pages. */
class TailsTest {
    private static final WriterId W0 = new WriterId(0);
    private static final NodeAddress WRITER = NodeAddress.of(W0);
    private static final SegmentSettings.Limits SMALL = new SegmentSettings.Limits(7, 300, 5, 4, 4, 4, 4, 5, 8, 16, 2);
    private static final long SECOND = 1_000_000_000;
    /** Nothing is kept for its age. */
    private static final SegmentSettings.Retention SHORT =
            new SegmentSettings.Retention(0, 1L << 40, 60 * SECOND, 20_000_000, 1_000_000, 2, 1_000);

    private long epochMillis;

    private static Net six(long seed, int lossPercent) {
        return new Net(SegmentId.COUNT, SegmentLayout.FULL_AND_TAIL, SMALL, SHORT, seed, lossPercent);
    }

    private void journal(Net net, ReadPoint point) {
        epochMillis += 5;
        net.tellAll(WRITER, new SegmentMessage.Journal(new Moment(epochMillis, W0, point)));
    }

    private void commit(Truth truth, Net net, int times) {
        for (int i = 0; i < times; i++) {
            Proposal proposal = truth.propose(0, List.of(page(i)), 0);
            net.tellAll(WRITER, new SegmentMessage.Decided(truth.commit(proposal)));
            journal(net, truth.point());
            net.run(3);
        }
    }

    private static PageId page(int turn) {
        return new PageId(turn % 3);
    }

    private static boolean isTail(Rig rig) {
        return rig.settings().isTail();
    }

    private static SegmentCounters counters(Net net, int index) {
        return net.rig(index).core().counters();
    }

    /** What a segment would tell a vote on that page. */
    private static VersionId newest(Rig rig, PageId page) {
        byte[] record = rig.store.shelf(Shelf.META).get(SegmentKeys.metaPage(page));
        return record == null ? VersionId.NONE : SegmentRecords.page(record).newest();
    }

    // ---- the rule --------------------------------------------------------------------------------------------------

    /** What a tail has dropped lies in an image at every full segment that still has its first disk, and is held by every other. */
    private static void assertNothingIsDroppedEarly(Truth truth, Net net, String what) {
        for (Rig tail : net.rigs) {
            if (!isTail(tail)) {
                continue;
            }
            ReadPoint floor = tail.core().counters().floor();
            for (Rig full : net.rigs) {
                if (isTail(full) || !full.core().counters().whole()) {
                    continue;
                }
                String both = what + ", " + full.id + " for " + tail.id;
                assertTrue(full.core().counters().held().covers(floor), both + " lacks something");
                boolean begunAbove = !tail.events(SegmentEvent.CopyEnded.class).isEmpty();
                if (full.core().counters().generation() == 0 && !begunAbove) {
                    assertHasImages(truth, full, floor, both);
                }
            }
        }
    }

    private static void assertHasImages(Truth truth, Rig full, ReadPoint floor, String what) {
        for (PageId page : truth.pages()) {
            VersionId newest = truth.at(page, floor).id();
            if (!newest.isNone()) {
                byte[] last = full.store.shelf(Shelf.PAGES).lowerKey(SegmentKeys.pageEnd(page));
                boolean covered = last != null
                        && SegmentKeys.pageOf(last).equals(page)
                        && SegmentKeys.versionOf(last).compareTo(newest) >= 0;
                assertTrue(covered, what + " has no image of " + page + " at " + newest);
            }
        }
    }

    @Test
    void whatATailDropsAllFullSegmentsHaveInImagesWhateverGoesWrong() {
        int copies = 0;
        int toTails = 0;
        for (long seed = 0; seed < 6; seed++) {
            Truth truth = new Truth(seed, 5);
            Random random = new Random(seed);
            Net net = six(seed, 20);
            for (int i = 0; i < 150; i++) {
                step(truth, random, net);
                if (random.nextInt(4) == 0) {
                    journal(net, truth.point());
                }
                if (random.nextInt(15) == 0) {
                    afflict(net, random);
                }
                net.run(random.nextInt(6));
                assertNothingIsDroppedEarly(truth, net, "seed " + seed + ", step " + i);
            }
            net.down.clear();
            truth.undecided()
                    .forEach(each -> net.tellAll(WRITER, new SegmentMessage.Decided(List.of(truth.abort(each)))));
            net.run(2_000);
            journal(net, truth.point());
            net.run(4_000);
            for (Rig rig : net.rigs) {
                assertEndsWell(truth, rig, "seed " + seed + ", " + rig.id);
                int taken = rig.events(SegmentEvent.CopyEnded.class).size();
                copies += taken;
                toTails += isTail(rig) ? taken : 0;
            }
        }
        assertTrue(copies > toTails && toTails > 2, copies + " copies, " + toTails + " to tails");
    }

    private static void assertEndsWell(Truth truth, Rig rig, String what) {
        SegmentCounters counters = rig.core().counters();
        assertTrue(counters.whole(), what);
        assertEquals(truth.point(), counters.held(), what);
        assertEquals(truth.point(), counters.floor(), what);
        assertEquals(List.of(), Audited.of(rig).findings(), what);
        assertEquals(0, rig.store.shelf(Shelf.DECISIONS).size(), what);
        if (isTail(rig)) {
            assertEquals(0, rig.store.shelf(Shelf.REDO).size(), what + " has dropped what it need not keep");
            assertEquals(0, rig.store.shelf(Shelf.PAGES).size(), what + " keeps no pages");
            assertEquals(0, counters.pagesBuilt(), what);
        } else {
            assertTrue(counters.imagePoint().covers(truth.point()), what);
        }
        assertEquals(List.of(), rig.events(SegmentEvent.PageBroken.class), what);
        for (PageId page : truth.pages()) {
            assertEquals(truth.newest(page), newest(rig, page), what);
        }
    }

    private static void step(Truth truth, Random random, Net net) {
        Proposal proposal = truth.propose();
        tellSome(net, random, new SegmentMessage.Propose(proposal));
        List<Proposal> undecided = truth.undecided();
        Proposal chosen = undecided.get(random.nextInt(undecided.size()));
        List<DecidedProposal> fates = random.nextInt(4) == 0 ? List.of(truth.abort(chosen)) : truth.commit(chosen);
        for (DecidedProposal news : fates) {
            tellSome(net, random, new SegmentMessage.Decided(List.of(news)));
        }
    }

    /** A full segment and a tail, that are never away, hear it. */
    private static void tellSome(Net net, Random random, SegmentMessage message) {
        for (int index = 0; index < net.rigs.size(); index++) {
            if (index < 2 || random.nextInt(3) == 0) {
                net.tell(index, WRITER, message);
            }
        }
    }

    private static void afflict(Net net, Random random) {
        int index = 2 + random.nextInt(4);
        Rig rig = net.rig(index);
        switch (random.nextInt(4)) {
            case 0 -> net.down.add(index);
            case 1 -> net.down.clear();
            case 2 -> rig.crash(random.nextInt(rig.store.unsyncedBatches() + 1), net.nowNanos);
            default -> {
                boolean othersWhole = net.rigs.stream()
                        .allMatch(each -> each == rig || each.core().counters().whole());
                if (othersWhole && net.down.isEmpty()) {
                    rig.loseDisk(rig.core().counters().generation() + 1, net.nowNanos);
                }
            }
        }
    }

    // ---- single parts ----------------------------------------------------------------------------------------------

    @Test
    void aTailRefusesPagesAtOnceAndAFullSegmentServesThem() {
        Truth truth = new Truth(1, 3);
        Net net = six(1, 0);
        commit(truth, net, 5);
        SegmentMessage.ReadPage read = new SegmentMessage.ReadPage(1, page(0), truth.point());
        assertEquals(
                WriterMessage.PageRefused.Reason.NO_PAGES,
                net.rig(1)
                        .askOne(WriterMessage.PageRefused.class, read, net.nowNanos)
                        .reason());
        assertEquals(
                truth.newest(page(0)),
                net.rig(0)
                        .askOne(WriterMessage.PageBuilt.class, read, net.nowNanos)
                        .version());
        net.rig(3).loseDisk(1, net.nowNanos);
        List<?> answers = net.rig(3).ask(read, net.nowNanos);
        assertEquals(
                List.of(WriterMessage.PageRefused.Reason.NO_PAGES),
                answers.stream()
                        .filter(WriterMessage.PageRefused.class::isInstance)
                        .map(each -> ((WriterMessage.PageRefused) each).reason())
                        .toList());
    }

    @Test
    void tailsKeepTheLogForAFullSegmentThatIsAwayAndTellWhenThatTakesLong() {
        Truth truth = new Truth(2, 3);
        Net net = six(2, 0);
        commit(truth, net, 30);
        net.run(200);
        ReadPoint before = truth.point();
        assertEquals(before, counters(net, 1).floor(), "what all have images of is dropped");
        net.down.add(4);
        commit(truth, net, 30);
        net.run(200);
        assertEquals(truth.point(), counters(net, 0).floor(), "full segments need nobody");
        assertEquals(before, counters(net, 1).floor(), "tails keep what one full segment lacks");
        assertTrue(counters(net, 1).logKeptNanos() > 0);
        assertEquals(List.of(), net.rig(1).events(SegmentEvent.LogKept.class));
        net.nowNanos += ImagePoints.PATIENCE_NANOS;
        net.run(20);
        List<SegmentEvent.LogKept> told = net.rig(1).events(SegmentEvent.LogKept.class);
        assertEquals(1, told.size(), "it is told once");
        assertEquals(List.of(new SegmentId(4)), told.get(0).missing());
        net.down.clear();
        net.run(2_000);
        commit(truth, net, 1);
        net.run(500);
        assertEquals(truth.point(), counters(net, 4).held());
        assertEquals(truth.point(), counters(net, 1).floor(), "the log goes when all have images again");
        assertEquals(0, counters(net, 1).logKeptNanos());
    }

    /** The two other full segments and a zone's tail go: what was committed while the third was away comes from the tails. */
    @Test
    void theLastFullSegmentGetsWhatItMissedFromTails() {
        Truth truth = new Truth(3, 3);
        Net net = six(3, 0);
        commit(truth, net, 30);
        net.run(200);
        net.down.add(4);
        commit(truth, net, 30);
        net.run(200);
        // Zone 0 and the full segment of zone 1 are lost, and the one that was away is back.
        net.down.clear();
        net.down.addAll(List.of(0, 1, 2));
        net.run(1_000);
        assertEquals(truth.point(), counters(net, 4).held());
        for (int turn = 0; turn < 3; turn++) {
            SegmentMessage.ReadPage read = new SegmentMessage.ReadPage(1, page(turn), truth.point());
            assertEquals(
                    truth.newest(page(turn)),
                    net.rig(4)
                            .askOne(WriterMessage.PageBuilt.class, read, net.nowNanos)
                            .version());
        }
    }

    @Test
    void aPointOfAFormerDiskDropsNothing() {
        Truth truth = new Truth(4, 3);
        Net net = six(4, 0);
        commit(truth, net, 10);
        net.run(200);
        ReadPoint before = truth.point();
        ReadPoint later = before.with(W0, before.upTo(W0) + 1, new long[0]);
        Rig tail = net.rig(1);
        for (int full : List.of(0, 2, 4)) {
            tail.receive(
                    NodeAddress.of(new SegmentId(full)),
                    new SegmentMessage.ImagesReach(new SegmentId(full), 0, later, later, before),
                    net.nowNanos);
        }
        tail.receive(
                NodeAddress.of(new SegmentId(2)), new SegmentMessage.RebuildAsk(new SegmentId(2), 1, 1), net.nowNanos);
        tail.receive(
                NodeAddress.of(new SegmentId(2)),
                new SegmentMessage.ImagesReach(new SegmentId(2), 0, later, later, before),
                net.nowNanos);
        net.down.addAll(List.of(0, 2, 3, 4, 5));
        commit(truth, net, 1);
        net.run(200);
        assertEquals(later, counters(net, 1).held());
        assertEquals(before, counters(net, 1).floor(), "the new disk has not told");
        tail.receive(
                NodeAddress.of(new SegmentId(2)),
                new SegmentMessage.ImagesReach(new SegmentId(2), 1, later, later, before),
                net.nowNanos);
        net.run(50);
        assertEquals(later, counters(net, 1).floor(), "now it has");
    }

    @Test
    void aNewTailTakesVersionsAndNoPages() {
        Truth truth = new Truth(5, 3);
        Net net = six(5, 0);
        commit(truth, net, 30);
        net.run(200);
        net.rig(1).loseDisk(1, net.nowNanos);
        net.down.addAll(List.of(0, 2, 4)); // so tails alone can tell it, and they do
        net.run(500);
        Rig tail = net.rig(1);
        assertEquals(truth.point(), counters(net, 1).held());
        assertEquals(0, tail.store.shelf(Shelf.PAGES).size());
        assertEquals(0, counters(net, 1).bytesCopied());
        for (PageId page : truth.pages()) {
            assertEquals(truth.newest(page), newest(tail, page));
        }
        net.down.clear();
        net.run(500);
        assertEquals(List.of(), Audited.of(tail).findings());
    }

    /** A full segment's floor may be higher than what another full one has images of: a tail must not begin there. */
    @Test
    void aTailBeginsWithNoFloorThatAFullSegmentIsBehind() {
        Truth truth = new Truth(6, 3);
        Net net = six(6, 0);
        commit(truth, net, 20);
        net.run(200);
        net.down.addAll(List.of(1, 4));
        commit(truth, net, 20);
        net.run(200);
        ReadPoint floor = counters(net, 0).floor();
        assertFalse(counters(net, 3).floor().covers(floor));
        net.down.addAll(List.of(3, 5)); // no tail can tell it
        net.down.remove(1);
        net.run(500);
        assertFalse(counters(net, 1).held().covers(floor), "it waits");
        assertEquals(List.of(), net.rig(1).events(SegmentEvent.CopyBegan.class));
        net.down.remove(4);
        net.run(2_000);
        assertEquals(truth.point(), counters(net, 1).held(), "it is told when the full segment is back");
    }

    @Test
    void aFullSegmentTakesNoPagesFromATail() {
        Truth truth = new Truth(7, 3);
        Net net = six(7, 0);
        commit(truth, net, 20);
        net.run(200);
        net.rig(4).loseDisk(1, net.nowNanos);
        net.down.addAll(List.of(0, 2));
        net.run(300);
        assertEquals(ReadPoint.ZERO, counters(net, 4).held());
        assertEquals(0, counters(net, 4).pagesCopied());
        net.down.remove(2);
        net.run(500);
        assertEquals(truth.point(), counters(net, 4).held());
        assertEquals(
                new SegmentId(2),
                net.rig(4).events(SegmentEvent.CopyBegan.class).get(0).from());
    }

    /** A commit was known in a round of images, and not held, since what it depends on came later. */
    @Test
    void bugWhatIsHeldAfterARoundHasItsImageInTheNext() {
        Truth truth = new Truth(11, 3);
        Net net = six(11, 0);
        commit(truth, net, 6);
        net.run(200);
        net.down.addAll(List.of(1, 2, 3, 4, 5));
        ReadPoint before = truth.point();
        Proposal independent = truth.propose(2, List.of(page(2)), 0);
        Proposal first = truth.propose(0, List.of(page(0)), 0);
        List<DecidedProposal> firstNews = truth.commit(first);
        Proposal second = truth.propose(1, List.of(page(1)), 0);
        net.tell(0, WRITER, new SegmentMessage.Decided(truth.commit(second)));
        net.tell(0, WRITER, new SegmentMessage.Decided(truth.commit(independent)));
        ReadPoint held = before.with(independent.id().writer(), independent.id().seq(), new long[0]);
        assertEquals(held, counters(net, 0).held());
        journal(net, held);
        net.run(200);
        assertEquals(held, counters(net, 0).imagePoint());
        net.tell(0, WRITER, new SegmentMessage.Decided(firstNews));
        assertEquals(truth.point(), counters(net, 0).held());
        journal(net, truth.point());
        net.run(200);
        assertEquals(truth.point(), counters(net, 0).imagePoint());
        assertHasImages(truth, net.rig(0), truth.point(), "in the end");
    }

    @Test
    void roundsOfImagesFollowTheWindowAndNotTheWrites() {
        SegmentSettings.Retention window =
                new SegmentSettings.Retention(20_000, 1L << 40, 3_600 * SECOND, SECOND, 1_000_000, 2, 100_000);
        SegmentSettings.Limits usual = SegmentSettings.Limits.DEFAULT;
        Net net = new Net(SegmentId.COUNT, SegmentLayout.FULL_AND_TAIL, usual, window, 8, 0);
        Truth truth = new Truth(8, 3);
        for (int i = 0; i < 600; i++) { // five windows with a commit every 1/6 second
            Proposal proposal = truth.propose(0, List.of(page(i)), 0);
            net.tellAll(WRITER, new SegmentMessage.Decided(truth.commit(proposal)));
            journal(net, truth.point());
            net.run(17);
        }
        long images = counters(net, 0).imagesWritten();
        long byDeltas = 600 / usual.deltasPerImage();
        assertTrue(images <= byDeltas + 3 * 6, images + " images, " + byDeltas + " of them since chains were long");
        long kept = net.rig(1).store.shelf(Shelf.REDO).size();
        assertTrue(kept < 2 * 6 * 20 + 40, "a tail keeps two windows at the most: " + kept);
        assertTrue(kept > 6 * 16, "and one at the least: " + kept);
    }

    @Test
    void damageInTheLogOfATailIsFound() {
        Truth truth = new Truth(9, 3);
        Net net = six(9, 0);
        net.down.add(4); // so the log is kept
        commit(truth, net, 12);
        Rig tail = net.rig(1);
        assertEquals(List.of(), Audited.of(tail).findings());
        byte[] second = tail.store
                .shelf(Shelf.REDO)
                .higherKey(tail.store.shelf(Shelf.REDO).firstKey());
        tail.store.shelf(Shelf.REDO).remove(second);
        assertFalse(Audited.of(tail).findings().isEmpty());
        net.nowNanos += 2 * SegmentSettings.Scrub.DEFAULT.intervalNanos();
        net.run(2_000);
        assertEquals(1, tail.events(SegmentEvent.DiskDamaged.class).size());
        assertEquals(List.of(), net.rig(3).events(SegmentEvent.DiskDamaged.class));
    }

    @Test
    void tailsAndFullSegmentsAgreeOnChains() {
        Truth truth = new Truth(10, 3);
        Net net = six(10, 0);
        commit(truth, net, 30);
        net.run(200);
        net.down.add(4); // what comes now stays in the logs
        commit(truth, net, 20);
        ReadPoint since = counters(net, 0).floor();
        for (int index = 0; index < 4; index++) {
            net.rig(index)
                    .drain(
                            List.of(new SegmentInput.Inspect(1, since, truth.point(), PageId.CATALOG_ROOT, 10)),
                            net.nowNanos);
            net.rig(index).settle(net.nowNanos);
        }
        List<PageDigest> full = net.rig(0).inspected.get(0).pages();
        assertEquals(3, full.size());
        for (int index = 1; index < 4; index++) {
            List<PageDigest> other = net.rig(index).inspected.get(0).pages();
            for (int i = 0; i < 3; i++) {
                assertTrue(full.get(i).agreesWith(other.get(i)), full.get(i) + " and " + other.get(i));
                boolean tail = index % 2 == 1;
                assertEquals(
                        tail ? PageDigest.Extent.CHAIN : PageDigest.Extent.PAGE,
                        other.get(i).extent());
            }
        }
    }
}
