package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Collection, and what takes the place of what was collected. */
class HistoryTest {
    private static final WriterId W0 = new WriterId(0);
    private static final NodeAddress WRITER = NodeAddress.of(W0);
    private static final SegmentSettings.Limits SMALL = new SegmentSettings.Limits(7, 300, 5, 4, 4, 4, 4, 5, 8, 16, 2);
    private static final long SECOND = 1_000_000_000;
    /** Nothing is kept for its age; readers keep what they need for a minute. */
    private static final SegmentSettings.Retention SHORT =
            new SegmentSettings.Retention(0, 1L << 40, 60 * SECOND, 20_000_000, 1_000_000, 2, 1_000);

    private long epochMillis;

    private void journal(Net net, ReadPoint point) {
        epochMillis += 5;
        net.tellAll(WRITER, new SegmentMessage.Journal(new Moment(epochMillis, W0, point)));
    }

    /** News goes astray, segments are away, crash and lose their disks; whatever was collected, all see the same in the end. */
    @Test
    void whatIsCollectedIsMissedByNobody() {
        int copies = 0;
        for (long seed = 0; seed < 12; seed++) {
            Truth truth = new Truth(seed, 5);
            Random random = new Random(seed);
            Net net = new Net(4, SMALL, SHORT, seed, 30);
            for (int i = 0; i < 150; i++) {
                step(truth, random, net);
                if (random.nextInt(4) == 0) {
                    journal(net, truth.point());
                }
                if (random.nextInt(20) == 0) {
                    afflict(net, random);
                }
                net.run(random.nextInt(4));
                assertServes(truth, net.rig(random.nextInt(4)), net, random);
            }
            net.down.clear();
            truth.undecided()
                    .forEach(each -> net.tellAll(WRITER, new SegmentMessage.Decided(List.of(truth.abort(each)))));
            net.run(2_000);
            journal(net, truth.point());
            net.run(2_000);
            for (Rig rig : net.rigs) {
                String what = "seed " + seed + ", " + rig.id;
                assertEquals(truth.point(), rig.core().counters().held(), what);
                assertEquals(truth.point(), rig.core().counters().floor(), what);
                assertTrue(rig.core().counters().whole(), what);
                assertEquals(0, rig.store.shelf(Shelf.DECISIONS).size(), what);
                copies += rig.events(SegmentEvent.CopyEnded.class).size();
                assertServes(truth, rig, net, random);
            }
        }
        assertTrue(copies > 10, "copies were needed: " + copies);
    }

    static void step(Truth truth, Random random, Net net) {
        Proposal proposal = truth.propose();
        tellSome(net, random, new SegmentMessage.Propose(proposal));
        List<Proposal> undecided = truth.undecided();
        Proposal chosen = undecided.get(random.nextInt(undecided.size()));
        List<DecidedProposal> fates = random.nextInt(4) == 0 ? List.of(truth.abort(chosen)) : truth.commit(chosen);
        for (DecidedProposal news : fates) {
            tellSome(net, random, new SegmentMessage.Decided(List.of(news)));
        }
    }

    /** One that is never away hears it. */
    private static void tellSome(Net net, Random random, SegmentMessage message) {
        for (int index = 0; index < net.rigs.size(); index++) {
            if (index == 0 || random.nextInt(3) == 0) {
                net.tell(index, WRITER, message);
            }
        }
    }

    static void afflict(Net net, Random random) {
        int index = 1 + random.nextInt(3);
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

    /** At any point there ever was: the right page, or a refusal for a reason. */
    static void assertServes(Truth truth, Rig rig, Net net, Random random) {
        if (rig.core().counters().whole()) {
            assertEquals(List.of(), Audited.of(rig).findings(), rig.id::toString);
        }
        for (PageId page : truth.pages()) {
            ReadPoint at = truth.points.get(random.nextInt(truth.points.size()));
            SegmentMessage.ReadPage read = new SegmentMessage.ReadPage(1, page, at);
            List<?> answers = rig.ask(read, net.nowNanos).stream()
                    .filter(each -> !(each instanceof WriterMessage.SegmentStatus))
                    .toList();
            assertEquals(1, answers.size());
            if (answers.get(0) instanceof WriterMessage.PageBuilt built) {
                Truth.Version expected = truth.at(page, at);
                assertEquals(expected.id(), built.version());
                if (!built.version().isNone()) {
                    assertEquals(expected.page(), Page.fromImage(page, built.image()));
                }
            } else {
                WriterMessage.PageRefused refused = (WriterMessage.PageRefused) answers.get(0);
                SegmentCounters counters = rig.core().counters();
                boolean serves = counters.whole()
                        && counters.held().covers(at)
                        && at.covers(counters.floor())
                        && truth.isCertain(page, at, counters.held());
                assertFalse(serves, rig.id + " refuses " + at + ": " + refused + " at " + counters);
                boolean tooOld = refused.reason() == WriterMessage.PageRefused.Reason.TOO_OLD;
                assertEquals(counters.whole() && !at.covers(counters.floor()), tooOld);
            }
        }
    }

    private static Proposal commit(Truth truth, Net net, int slot, PageId page) {
        Proposal proposal = truth.propose(slot, List.of(page), 0);
        net.tellAll(WRITER, new SegmentMessage.Decided(truth.commit(proposal)));
        return proposal;
    }

    @Test
    void aReaderKeepsWhatItReadsUntilItIsCutOff() {
        Truth truth = new Truth(1, 3);
        Net net = new Net(2, SMALL, SHORT, 1, 0);
        net.tellAll(WRITER, new SegmentMessage.Claim(W0, 1, 7));
        PageId page = new PageId(0);
        commit(truth, net, 0, page);
        ReadPoint read = truth.point();
        for (int i = 0; i < 100; i++) {
            commit(truth, net, 0, page);
            journal(net, truth.point());
            net.tellAll(WRITER, new SegmentMessage.Heartbeat(W0, 1, List.of(read)));
            net.run(5);
        }
        SegmentMessage.ReadPage old = new SegmentMessage.ReadPage(1, page, read);
        Rig rig = net.rig(0);
        assertEquals(
                truth.at(page, read).id(),
                rig.askOne(WriterMessage.PageBuilt.class, old, net.nowNanos).version());
        assertEquals(List.of(), rig.events(SegmentEvent.ReaderHoldsHistory.class));
        net.nowNanos += 31 * SECOND;
        net.run(5);
        assertEquals(1, rig.events(SegmentEvent.ReaderHoldsHistory.class).size());
        assertEquals(List.of(), rig.events(SegmentEvent.ReaderCutOff.class));
        net.nowNanos += 30 * SECOND;
        net.run(5);
        assertEquals(1, rig.events(SegmentEvent.ReaderCutOff.class).size());
        assertEquals(
                WriterMessage.PageRefused.Reason.TOO_OLD,
                rig.askOne(WriterMessage.PageRefused.class, old, net.nowNanos).reason());
    }

    @Test
    void aReplicaKeepsWhatItReadsWhileItIsHeardAndNothingOnceItIsSilent() {
        Truth truth = new Truth(1, 3);
        Net net = new Net(2, SMALL, SHORT, 1, 0);
        net.tellAll(WRITER, new SegmentMessage.Claim(W0, 1, 7));
        ReplicaId replica = new ReplicaId(14);
        PageId page = new PageId(0);
        commit(truth, net, 0, page);
        ReadPoint read = truth.point();
        for (int i = 0; i < 100; i++) {
            commit(truth, net, 0, page);
            journal(net, truth.point());
            net.tellAll(WRITER, new SegmentMessage.Heartbeat(W0, 1, List.of(truth.point())));
            net.tellAll(NodeAddress.of(replica), new SegmentMessage.ReplicaAlive(replica, List.of(read)));
            net.run(5);
        }
        SegmentMessage.ReadPage old = new SegmentMessage.ReadPage(1, page, read);
        Rig rig = net.rig(0);
        assertEquals(
                truth.at(page, read).id(),
                rig.askOne(WriterMessage.PageBuilt.class, old, net.nowNanos).version());
        net.nowNanos += 3 * SECOND;
        net.run(5);
        assertEquals(List.of(), rig.events(SegmentEvent.ReaderCutOff.class));
        assertEquals(
                WriterMessage.PageRefused.Reason.TOO_OLD,
                rig.askOne(WriterMessage.PageRefused.class, old, net.nowNanos).reason());
    }

    @Test
    void aReplicaThatReadsForTooLongIsCutOffAndNamed() {
        Truth truth = new Truth(1, 3);
        Net net = new Net(2, SMALL, SHORT, 1, 0);
        net.tellAll(WRITER, new SegmentMessage.Claim(W0, 1, 7));
        NodeAddress replica = NodeAddress.of(new ReplicaId(3));
        PageId page = new PageId(0);
        commit(truth, net, 0, page);
        ReadPoint read = truth.point();
        for (int i = 0; i < 70; i++) {
            commit(truth, net, 0, page);
            journal(net, truth.point());
            net.tellAll(WRITER, new SegmentMessage.Heartbeat(W0, 1, List.of(truth.point())));
            net.tellAll(replica, new SegmentMessage.ReplicaAlive(replica.replica(), List.of(read)));
            net.run(5);
            net.nowNanos += SECOND;
        }
        List<SegmentEvent.ReaderCutOff> cut = net.rig(0).events(SegmentEvent.ReaderCutOff.class);
        assertEquals(
                List.of(replica),
                cut.stream().map(SegmentEvent.ReaderCutOff::reader).toList());
    }

    /** The collector drops records between two steps of a read: it gets the page as of its point all the same, or a refusal. */
    @Test
    void bugAReadThatTheFloorOvertakesGetsNoOlderPage() {
        int built = 0;
        int overtaken = 0;
        for (long seed = 0; seed < 40; seed++) {
            Truth truth = new Truth(seed, 2);
            Random random = new Random(seed);
            long now = 0;
            Rig rig = Rig.started(
                    SegmentSettings.of(new SegmentId(0), 0).withLimits(SMALL).withRetention(SHORT), now);
            List<SegmentMessage.ReadPage> reads = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                List<SegmentInput> inputs = new ArrayList<>();
                for (DecidedProposal news : truth.commit(truth.propose())) {
                    inputs.add(received(new SegmentMessage.Decided(List.of(news))));
                }
                epochMillis += 5;
                inputs.add(received(new SegmentMessage.Journal(new Moment(epochMillis, W0, truth.point()))));
                List<ReadPoint> points = truth.points;
                ReadPoint at = points.get(Math.max(0, points.size() - 1 - random.nextInt(12)));
                PageId page = truth.pages().get(random.nextInt(truth.pages().size()));
                if (at.covers(rig.core().counters().floor())) {
                    reads.add(new SegmentMessage.ReadPage(reads.size(), page, at));
                    inputs.add(received(reads.get(reads.size() - 1)));
                }
                now += random.nextInt(3) * 10_000_000L;
                inputs.add(new SegmentInput.Tick());
                rig.drain(inputs, now);
                for (int more = random.nextInt(4); more > 0; more--) {
                    now += 1_000_000;
                    rig.drain(List.of(new SegmentInput.Tick()), now);
                }
            }
            rig.settle(now);
            for (SegmentEffect.Send sent : rig.sent) {
                if (sent.message() instanceof WriterMessage.PageBuilt answer) {
                    SegmentMessage.ReadPage read = reads.get((int) answer.requestId());
                    Truth.Version expected = truth.at(read.page(), read.at());
                    assertEquals(expected.id(), answer.version(), "seed " + seed + ", " + read);
                    built++;
                } else if (sent.message() instanceof WriterMessage.PageRefused refused
                        && refused.reason() == WriterMessage.PageRefused.Reason.TOO_OLD) {
                    overtaken++;
                }
            }
            assertEquals(List.of(), rig.events(SegmentEvent.PageBroken.class), "seed " + seed);
        }
        assertTrue(built > 100 && overtaken > 10, built + " built, " + overtaken + " overtaken");
    }

    /**
     * A segment accepted a proposal that lost to others while it was away, and copies the page as it became. It does not know the
     * proposal's fate yet, and comes back with its register after a restart.
     */
    @Test
    void bugWhatIsUndecidedKeepsItsDeltasBelowACopiedImage() {
        Truth truth = new Truth(8, 1);
        Net net = new Net(2, SMALL, SHORT, 8, 0);
        PageId page = new PageId(0);
        commit(truth, net, 0, page);
        Proposal lost = truth.propose(1, List.of(page), 0);
        Rig away = net.rig(1);
        away.receive(WRITER, new SegmentMessage.Propose(lost), net.nowNanos);
        assertEquals(1, away.core().counters().undecided());
        net.down.add(1);
        for (int i = 0; i < 50; i++) {
            Proposal next = truth.propose(0, List.of(page), 0);
            for (DecidedProposal news : truth.commit(next)) {
                if (!news.id().equals(lost.id())) {
                    net.tellAll(WRITER, new SegmentMessage.Decided(List.of(news)));
                }
            }
            journal(net, truth.point().with(new WriterId(1), 0, new long[0]));
            net.run(5);
        }
        net.down.clear();
        net.run(500);
        assertEquals(1, away.events(SegmentEvent.CopyEnded.class).size());
        assertTrue(away.core().counters().collected() > 0, "what lay below the image went");
        away.crash(away.store.unsyncedBatches(), net.nowNanos);
        assertEquals(List.of(), away.events(SegmentEvent.OutOfService.class));
        assertEquals(1, away.core().counters().undecided());
        net.tellAll(WRITER, new SegmentMessage.Decided(List.of(DecidedProposal.aborted(lost.id()))));
        net.run(10);
        assertEquals(
                null, away.store.shelf(Shelf.REDO).get(SegmentKeys.version(page, lost.version())), "it goes with it");
    }

    private static SegmentInput received(SegmentMessage message) {
        return new SegmentInput.Received(WRITER, message);
    }

    @Test
    void aWindowKeepsEveryMomentInIt() {
        Truth truth = new Truth(2, 1);
        SegmentSettings.Retention tenSeconds =
                new SegmentSettings.Retention(10_000, 1L << 40, 60 * SECOND, 20_000_000, 1_000_000, 2, 1_000);
        Net net = new Net(1, SMALL, tenSeconds, 2, 0);
        Rig rig = net.rig(0);
        PageId page = new PageId(0);
        for (int second = 1; second <= 30; second++) {
            commit(truth, net, 0, page);
            epochMillis = 1_000L * second;
            rig.receive(WRITER, new SegmentMessage.Journal(new Moment(epochMillis, W0, truth.point())), net.nowNanos);
            net.nowNanos += SECOND;
            net.run(1);
        }
        net.run(20);
        for (int second = 21; second <= 30; second++) {
            WriterMessage.MomentIs found = rig.askOne(
                    WriterMessage.MomentIs.class, new SegmentMessage.AskMoment(1, 1_000L * second + 999), net.nowNanos);
            Moment moment = found.moment();
            assertEquals(1_000L * second, moment == null ? -1 : moment.epochMillis());
            SegmentMessage.ReadPage read =
                    new SegmentMessage.ReadPage(1, page, moment == null ? ReadPoint.ZERO : moment.point());
            assertEquals(
                    second,
                    rig.askOne(WriterMessage.PageBuilt.class, read, net.nowNanos)
                            .version()
                            .seq());
        }
        WriterMessage.MomentIs gone =
                rig.askOne(WriterMessage.MomentIs.class, new SegmentMessage.AskMoment(1, 15_000), net.nowNanos);
        assertEquals(null, gone.moment());
        assertTrue(rig.store.shelf(Shelf.DECISIONS).size() < 15);
        assertEquals(
                rig.core().counters().moments(),
                rig.store.shelf(Shelf.META).keySet().stream()
                        .filter(key -> key[0] == SegmentKeys.META_MOMENT)
                        .count());
    }

    /** Past its size, history is kept for less than the time that was asked for. */
    @Test
    void aWindowIsBoundedBySizeToo() {
        Truth truth = new Truth(7, 1);
        SegmentSettings.Retention small =
                new SegmentSettings.Retention(3_600_000, 20_000, 60 * SECOND, 20_000_000, 1_000_000, 2, 1_000);
        Net net = new Net(1, SMALL, small, 7, 0);
        Rig rig = net.rig(0);
        long most = 0;
        for (int i = 0; i < 1_000; i++) {
            commit(truth, net, 0, new PageId(0));
            journal(net, truth.point());
            net.run(1);
            most = Math.max(
                    most,
                    rig.store.shelf(Shelf.REDO).size()
                            + rig.store.shelf(Shelf.DECISIONS).size());
        }
        assertTrue(rig.core().counters().persistedBytes() > 10 * small.maxBytes(), "much more was written");
        assertTrue(most < 500, "deltas and decisions kept at once: " + most);
    }

    /** When there are too many moments they are kept further apart, all over the window. */
    @Test
    void thereAreNotMoreMomentsThanMayBe() {
        Truth truth = new Truth(8, 1);
        SegmentSettings.Retention few =
                new SegmentSettings.Retention(3_600_000, 1L << 40, 60 * SECOND, 20_000_000, 1_000_000, 2, 40);
        Net net = new Net(1, SMALL, few, 8, 0);
        Rig rig = net.rig(0);
        for (int i = 0; i < 500; i++) {
            commit(truth, net, 0, new PageId(0));
            journal(net, truth.point());
            assertTrue(rig.core().counters().moments() <= 40);
        }
        for (long asked = epochMillis / 8; asked <= epochMillis; asked += epochMillis / 8) {
            Moment found = rig.askOne(
                            WriterMessage.MomentIs.class, new SegmentMessage.AskMoment(1, asked), net.nowNanos)
                    .moment();
            assertTrue(found != null && found.epochMillis() > asked - epochMillis / 8, found + " at " + asked);
        }
    }

    /** A clock that is years ahead journals a moment of its own, and the window of the others stays. */
    @Test
    void aWrongClockEndsNoWindow() {
        Truth truth = new Truth(3, 1);
        SegmentSettings.Retention hour =
                new SegmentSettings.Retention(3_600_000, 1L << 40, 60 * SECOND, 20_000_000, 1_000_000, 2, 1_000);
        Net net = new Net(1, SMALL, hour, 3, 0);
        commit(truth, net, 0, new PageId(0));
        journal(net, truth.point());
        commit(truth, net, 0, new PageId(0));
        epochMillis = 1L << 42;
        journal(net, truth.point());
        net.run(100);
        assertEquals(ReadPoint.ZERO, net.rig(0).core().counters().floor());
    }

    @Test
    void fatesOutliveTheirDecisionsAndARestart() {
        Truth truth = new Truth(4, 2);
        Net net = new Net(1, SMALL, SHORT, 4, 0);
        Rig rig = net.rig(0);
        Proposal committed = commit(truth, net, 1, new PageId(0));
        Proposal aborted = truth.propose(1, List.of(new PageId(0)), 0);
        rig.receive(WRITER, new SegmentMessage.Decided(List.of(truth.abort(aborted))), net.nowNanos);
        journal(net, truth.point());
        net.run(100);
        assertEquals(truth.point(), rig.core().counters().floor());
        assertEquals(0, rig.store.shelf(Shelf.DECISIONS).size());
        for (int round = 0; round < 2; round++) {
            assertEquals(Fate.COMMITTED, fate(rig, committed, net.nowNanos));
            assertEquals(Fate.ABORTED, fate(rig, aborted, net.nowNanos));
            assertEquals(truth.point(), rig.core().counters().held());
            rig.crash(rig.store.unsyncedBatches(), net.nowNanos);
        }
    }

    private static Fate fate(Rig rig, Proposal proposal, long nowNanos) {
        WriterMessage.Voted voted =
                rig.askOne(WriterMessage.Voted.class, new SegmentMessage.Propose(proposal), nowNanos);
        return ((Verdict.Decided) voted.verdict()).fate();
    }

    /** A copy takes longer than floors stay, so whoever is done is behind somebody's floor again: the rest comes by gossip. */
    @Test
    void bugWhoHasCopiedDoesNotCopyFromTheNextOne() {
        Truth truth = new Truth(6, 60);
        SegmentSettings.Retention second =
                new SegmentSettings.Retention(1_000, 1L << 40, 60 * SECOND, 20_000_000, 1_000_000, 2, 10_000);
        SegmentSettings.Limits slow = new SegmentSettings.Limits(256, 1 << 20, 256, 4, 4, 64, 4, 64, 8, 16, 2);
        // What is lost is asked for again only after a while: that is what makes the copy take its time.
        Net net = new Net(4, slow, second, 6, 30);
        net.down.add(3);
        load(truth, net, 400);
        Rig returned = net.rig(3);
        net.down.clear();
        load(truth, net, 2_500);
        assertTrue(returned.core().counters().pagesCopied() >= 60, "it was away for too long");
        int copies = returned.events(SegmentEvent.CopyEnded.class).size();
        assertTrue(copies <= 2, "copies: " + returned.events);
        net.run(100);
        assertEquals(truth.point(), returned.core().counters().held());
    }

    private void load(Truth truth, Net net, int steps) {
        for (int i = 0; i < steps; i++) {
            commit(truth, net, i % 4, new PageId(i % 60));
            journal(net, truth.point());
            net.run(1);
        }
    }

    /** The floor stays while pages as of it are copied. */
    @Test
    void aCopyIsOfOneFloor() {
        Truth truth = new Truth(5, 5);
        Net net = new Net(1, SMALL, SHORT, 5, 0);
        Rig rig = net.rig(0);
        for (int i = 0; i < 40; i++) {
            commit(truth, net, 0, new PageId(i % 5));
        }
        journal(net, truth.point());
        net.run(50);
        ReadPoint floor = rig.core().counters().floor();
        assertEquals(truth.point(), floor);
        SegmentId asker = new SegmentId(1);
        rig.receive(
                NodeAddress.of(asker),
                new SegmentMessage.CopyPagesAsk(asker, floor, PageId.CATALOG_ROOT),
                net.nowNanos);
        commit(truth, net, 0, new PageId(0));
        journal(net, truth.point());
        net.run(50);
        assertEquals(floor, rig.core().counters().floor());
        net.nowNanos += CopyTeller.PATIENCE_NANOS;
        net.run(50);
        assertEquals(truth.point(), rig.core().counters().floor());
    }
}
