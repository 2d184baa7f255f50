package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Segments whose volume is taken back, again and again. */
class RewindTest {
    private static final WriterId W0 = new WriterId(0);
    private static final NodeAddress WRITER = NodeAddress.of(W0);
    private static final SegmentSettings.Limits SMALL = new SegmentSettings.Limits(7, 300, 5, 4, 4, 4, 4, 5, 8, 16, 2);
    private static final long SECOND = 1_000_000_000;
    private static final SegmentSettings.Retention SHORT =
            new SegmentSettings.Retention(0, 1L << 40, 60 * SECOND, 20_000_000, 1_000_000, 2, 1_000);

    private long epochMillis;

    private void journal(Net net, ReadPoint point) {
        epochMillis += 5;
        net.tellAll(WRITER, new SegmentMessage.Journal(new Moment(epochMillis, W0, point)));
    }

    /**
     * News goes astray, segments are away, crash and lose their disks, and history is collected at once: at every point there ever was
     * each serves what the volume was then, or says why not, and in the end all see the same.
     */
    @Test
    void whatABacktrackLeftIsServedByAll() {
        int backtracks = 0;
        int tells = 0;
        for (long seed = 0; seed < 16; seed++) {
            Truth truth = new Truth(seed, 5);
            Random random = new Random(seed);
            Net net = new Net(4, SMALL, SHORT, seed, 30);
            for (int i = 0; i < 120; i++) {
                HistoryTest.step(truth, random, net);
                if (random.nextInt(12) == 0) {
                    backtracks += backtrack(truth, random, net);
                }
                if (random.nextInt(4) == 0) {
                    journal(net, truth.point());
                }
                if (random.nextInt(20) == 0) {
                    HistoryTest.afflict(net, random);
                }
                net.run(random.nextInt(4));
                HistoryTest.assertServes(truth, net.rig(random.nextInt(4)), net, random);
            }
            net.down.clear();
            truth.undecided()
                    .forEach(each -> net.tellAll(WRITER, new SegmentMessage.Decided(List.of(truth.abort(each)))));
            net.run(2_000);
            journal(net, truth.point());
            net.run(2_000);
            for (Rig rig : net.rigs) {
                String what = "seed " + seed + ", " + rig.id;
                SegmentCounters counters = rig.core().counters();
                assertEquals(truth.point(), counters.held(), what);
                assertEquals(0, counters.rewoundPages(), what);
                assertEquals(truth.point(), counters.floor(), what);
                assertFalse(counters.damaged(), what);
                tells += rig.events(SegmentEvent.CopyEnded.class).size();
                HistoryTest.assertServes(truth, rig, net, random);
            }
        }
        assertTrue(backtracks > 50, "backtracks " + backtracks);
        assertTrue(tells > 5, "copies " + tells);
    }

    /** To where the segment that is never away reaches back; told to it, and to some of the others. */
    private static int backtrack(Truth truth, Random random, Net net) {
        ReadPoint floor = net.rig(0).core().counters().floor();
        List<ReadPoint> reachable =
                truth.points.stream().filter(point -> point.covers(floor)).toList();
        ReadPoint target = reachable.get(random.nextInt(reachable.size()));
        for (DecidedProposal news : truth.rewind(random.nextInt(4), target)) {
            for (int index = 0; index < 4; index++) {
                if (index == 0 || random.nextBoolean()) {
                    net.tell(index, WRITER, new SegmentMessage.Decided(List.of(news)));
                }
            }
        }
        return 1;
    }

    @Test
    void theFloorStaysUntilTheImagesAreMadeAndOvertakesTheBacktrackThen() {
        Truth truth = new Truth(3, 5);
        Net net = new Net(1, SMALL, SHORT, 3, 0);
        ReadPoint target = fill(truth, net, 10);
        fill(truth, net, 20);
        decide(net, truth.rewind(1, target));
        assertTrue(net.rig(0).core().counters().rewoundPages() > 0);
        journal(net, truth.points.get(truth.points.size() - 5));
        net.run(200);
        assertTrue(target.covers(net.rig(0).core().counters().floor()), "a moment in between is never the floor");
        assertEquals(0, net.rig(0).core().counters().rewoundPages());
        net.rig(0).crash(net.rig(0).store.unsyncedBatches(), net.nowNanos);
        journal(net, truth.point());
        net.run(400);
        assertEquals(truth.point(), net.rig(0).core().counters().floor());
        HistoryTest.assertServes(truth, net.rig(0), net, new Random(1));
    }

    private static ReadPoint fill(Truth truth, Net net, int commits) {
        for (int i = 0; i < commits; i++) {
            decide(net, truth.commit(truth.propose()));
        }
        truth.undecided().forEach(each -> decide(net, List.of(truth.abort(each))));
        return truth.point();
    }

    private static void decide(Net net, List<DecidedProposal> news) {
        news.forEach(each -> net.tellAll(WRITER, new SegmentMessage.Decided(List.of(each))));
    }

    /** A disk filled after the moment that is gone back to: what the pages were then, only the others know. */
    @Test
    void bugAPageThatOnlyOthersCanTellIsNotTakenForDamage() {
        Truth truth = new Truth(8, 5);
        Net net = new Net(4, SMALL, 8, 0);
        ReadPoint target = fill(truth, net, 20);
        fill(truth, net, 20);
        Rig filled = net.rig(3);
        filled.loseDisk(1, net.nowNanos);
        net.run(200);
        assertTrue(filled.core().counters().whole());

        decide(net, truth.rewind(0, target));
        fill(truth, net, 20);
        assertTrue(filled.core().counters().untoldPages() > 0);
        assertEquals(0, net.rig(0).core().counters().untoldPages());
        assertEquals(List.of(), Audited.of(filled).findings());

        net.run(200);
        assertEquals(0, filled.core().counters().untoldPages());
        assertEquals(List.of(), Audited.of(filled).findings());
    }

    @Test
    void whoseHistoryBeginsLaterDoesNotVote() {
        Truth truth = new Truth(5, 4);
        Net net = new Net(1, SMALL, SHORT, 5, 0);
        ReadPoint target = fill(truth, net, 10);
        ReadPoint later = fill(truth, net, 10);
        journal(net, later);
        net.run(200);
        assertEquals(later, net.rig(0).core().counters().floor());
        List<DecidedProposal> fates = truth.rewind(0, target);
        Proposal backtrack = fates.get(fates.size() - 1).content();
        WriterMessage.Voted voted =
                net.rig(0).askOne(WriterMessage.Voted.class, new SegmentMessage.Propose(backtrack), net.nowNanos);
        assertInstanceOf(Verdict.Abstained.class, voted.verdict());
        WriterMessage.ChangedAre changed = net.rig(0)
                .askOne(
                        WriterMessage.ChangedAre.class,
                        new SegmentMessage.AskChanged(7, target, later, PageId.CATALOG_ROOT),
                        net.nowNanos);
        assertEquals(WriterMessage.ChangedAre.Answer.TOO_OLD, changed.answer());
    }

    @Test
    void whatHasChangedIsToldPageByPage() {
        Truth truth = new Truth(6, 40);
        Net net = new Net(1, SegmentSettings.Limits.DEFAULT, 6, 0);
        ReadPoint since = fill(truth, net, 40);
        ReadPoint at = fill(truth, net, 10);
        WriterMessage.ChangedAre changed = net.rig(0)
                .askOne(
                        WriterMessage.ChangedAre.class,
                        new SegmentMessage.AskChanged(7, since, at, PageId.CATALOG_ROOT),
                        net.nowNanos);
        List<PageRead> expected = truth.pages().stream()
                .filter(page -> !since.sees(truth.newest(page)))
                .map(page -> new PageRead(page, truth.newest(page)))
                .toList();
        assertEquals(expected, changed.pages());
        assertEquals(new SegmentId(0), changed.segment());
        ReadPoint ahead = at.with(W0, at.upTo(W0) + 1, new long[0]);
        WriterMessage.ChangedAre behind = net.rig(0)
                .askOne(
                        WriterMessage.ChangedAre.class,
                        new SegmentMessage.AskChanged(8, since, ahead, PageId.CATALOG_ROOT),
                        net.nowNanos);
        assertEquals(WriterMessage.ChangedAre.Answer.BEHIND, behind.answer());
    }
}
