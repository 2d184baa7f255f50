package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GossipTest {
    private static final NodeAddress WRITER = NodeAddress.of(new WriterId(0));
    private static final SegmentSettings.Limits SMALL = new SegmentSettings.Limits(7, 300, 5, 4, 4, 4, 4, 5, 8, 16, 3);

    /** Each piece of news reaches some segments, half of all gossip is lost; no writer helps afterwards. */
    @Test
    void segmentsConvergeWithoutWriters() {
        for (long seed = 0; seed < 25; seed++) {
            Truth truth = new Truth(seed, 3);
            Random random = new Random(seed);
            Net net = new Net(3, SMALL, seed, 50);
            for (int i = 0; i < 60; i++) {
                Proposal proposal = truth.propose();
                tellSome(net, random, new SegmentMessage.Propose(proposal));
                List<Proposal> undecided = truth.undecided();
                Proposal chosen = undecided.get(random.nextInt(undecided.size()));
                for (DecidedProposal news :
                        random.nextInt(4) == 0 ? List.of(truth.abort(chosen)) : truth.commit(chosen)) {
                    tellSome(net, random, new SegmentMessage.Decided(List.of(news)));
                }
                net.run(random.nextInt(2));
            }
            List<DecidedProposal> last = new ArrayList<>();
            truth.undecided().forEach(each -> last.add(truth.abort(each)));
            net.tell(0, WRITER, new SegmentMessage.Decided(last));
            net.run(1_000);
            for (Rig rig : net.rigs) {
                assertEquals(truth.point(), rig.core().counters().held(), "seed " + seed);
                assertEquals(0, rig.core().counters().wanted());
                assertEquals(0, rig.core().counters().undecided());
                assertPages(truth, rig, net.nowNanos);
            }
        }
    }

    /** One at least hears it. */
    private static void tellSome(Net net, Random random, SegmentMessage message) {
        int certain = random.nextInt(net.rigs.size());
        for (int index = 0; index < net.rigs.size(); index++) {
            if (index == certain || random.nextInt(3) == 0) {
                net.tell(index, WRITER, message);
            }
        }
    }

    private static void assertPages(Truth truth, Rig rig, long nowNanos) {
        for (PageId page : truth.pages()) {
            WriterMessage.PageBuilt built = rig.askOne(
                    WriterMessage.PageBuilt.class, new SegmentMessage.ReadPage(1, page, truth.point()), nowNanos);
            assertEquals(truth.newest(page), built.version());
        }
    }

    /** A long absence is made up for in one exchange of many answers, not at one answer an interval. */
    @Test
    void whoWasAwayForLongCatchesUpAtOnce() {
        Truth truth = new Truth(5, 6);
        Net net = new Net(2, SMALL, 5, 0);
        net.down.add(1);
        for (int i = 0; i < 700; i++) {
            net.tell(0, WRITER, new SegmentMessage.Decided(truth.commit(truth.propose())));
        }
        net.run(50);
        net.down.clear();
        assertEquals(ReadPoint.ZERO, net.rig(1).core().counters().held());
        net.run(30);
        assertEquals(truth.point(), net.rig(1).core().counters().held());
        assertEquals(700, net.rig(1).core().counters().gossiped());
    }

    /** News in flight is not repeated; an interval later it is, to one that still lacks it. */
    @Test
    void whatWasJustDecidedIsNotTold() {
        Truth truth = new Truth(6, 2);
        Rig rig = Rig.started(SegmentSettings.of(new SegmentId(0), 0), 0);
        long interval = SegmentSettings.DEFAULT_GOSSIP_INTERVAL_NANOS;
        rig.receive(WRITER, new SegmentMessage.Decided(truth.commit(truth.propose())), interval);
        SegmentMessage.GossipAsk ask = new SegmentMessage.GossipAsk(new SegmentId(1), ReadPoint.ZERO, List.of());
        assertEquals(List.of(), rig.ask(ask, interval + 1));
        rig.tick(3 * interval);
        rig.sent.clear();
        SegmentMessage.GossipTell tell =
                (SegmentMessage.GossipTell) rig.ask(ask, 3 * interval).get(0);
        assertEquals(1, tell.proposals().size());
        assertFalse(tell.more());
    }

    /** Where one slot's news is cut short, nothing is told that may depend on what was cut off. */
    @Test
    void newsComesInAnOrderThatRespectsDependencies() {
        Truth truth = new Truth(10, 2);
        Rig rig = Rig.started(SegmentSettings.of(new SegmentId(0), 0).withLimits(SMALL), 0);
        for (int i = 0; i < 40; i++) {
            Proposal proposal = truth.propose(i / 20, List.of(new PageId(i % 2)), 0);
            rig.receive(WRITER, new SegmentMessage.Decided(truth.commit(proposal)), 1);
        }
        rig.tick(SegmentSettings.DEFAULT_GOSSIP_INTERVAL_NANOS * 3);
        SegmentMessage ask = new SegmentMessage.GossipAsk(new SegmentId(1), ReadPoint.ZERO, List.of());
        SegmentMessage.GossipTell tell = (SegmentMessage.GossipTell)
                rig.ask(ask, SegmentSettings.DEFAULT_GOSSIP_INTERVAL_NANOS * 3).get(0);
        assertTrue(tell.more());
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L),
                tell.proposals().stream().map(each -> each.id().seq()).toList());
        assertTrue(tell.proposals().stream().allMatch(each -> each.id().slot() == 0));
    }

    /** Who knows a fate and lacks the content names it, and gets it, however new. */
    @Test
    void aMissingContentIsAskedForByName() {
        Truth truth = new Truth(7, 2);
        Net net = new Net(2, SMALL, 7, 0);
        DecidedProposal news = truth.commit(truth.propose()).get(0);
        net.tell(0, WRITER, new SegmentMessage.Decided(List.of(news)));
        DecidedProposal bare = new DecidedProposal(news.id(), news.fate(), true, news.readers(), null);
        net.tell(1, WRITER, new SegmentMessage.Decided(List.of(bare)));
        assertEquals(1, net.rig(1).core().counters().wanted());
        assertEquals(ReadPoint.ZERO, net.rig(1).core().counters().held());
        net.run(40);
        assertEquals(0, net.rig(1).core().counters().wanted());
        assertEquals(truth.point(), net.rig(1).core().counters().held());
    }

    /** Two that lack the same content do not ask one another without end. */
    @Test
    void nobodyHasTheContent() {
        Truth truth = new Truth(8, 2);
        Net net = new Net(2, SMALL, 8, 0);
        DecidedProposal news = truth.commit(truth.propose()).get(0);
        DecidedProposal bare = new DecidedProposal(news.id(), news.fate(), true, news.readers(), null);
        net.tellAll(WRITER, new SegmentMessage.Decided(List.of(bare)));
        net.run(50);
        assertEquals(1, net.rig(0).core().counters().wanted());
        assertEquals(0, net.rig(0).core().counters().gossiped());
    }

    /** A damaged record is an event; the rest is told by others. */
    @Test
    void aDamagedDeltaIsNotTold() {
        Truth truth = new Truth(9, 1);
        Net net = new Net(3, SMALL, 9, 0);
        net.down.add(2);
        for (int i = 0; i < 3; i++) {
            net.tellAll(WRITER, new SegmentMessage.Decided(truth.commit(truth.propose())));
        }
        net.rig(0).store.shelf(Shelf.REDO).replaceAll((key, value) -> new byte[] {9});
        net.down.clear();
        net.run(100);
        assertEquals(truth.point(), net.rig(2).core().counters().held());
        assertFalse(net.rig(0).events(SegmentEvent.LoadFailed.class).isEmpty());
    }
}
