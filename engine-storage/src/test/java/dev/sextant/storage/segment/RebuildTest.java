package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebuildTest {
    private static final WriterId W0 = new WriterId(0);
    private static final WriterId W1 = new WriterId(1);
    private static final NodeAddress WRITER = NodeAddress.of(W0);
    private static final int LOST = 3;
    private static final long GENERATION = 8;

    private final Truth truth = new Truth(3, 3);
    private final Net net = new Net(4, SegmentSettings.Limits.DEFAULT, 3, 0);
    /** Accepted everywhere, decided nowhere. */
    private Proposal doubtful;

    /** Two writers hold slots, some commits, one doubtful proposal. */
    private void prepare() {
        net.tellAll(WRITER, new SegmentMessage.Claim(W0, 1, 11));
        net.tellAll(WRITER, new SegmentMessage.Open(W0, 1, 11, 1, 1));
        net.tellAll(WRITER, new SegmentMessage.Claim(W1, 1, 12));
        net.tellAll(WRITER, new SegmentMessage.Open(W1, 1, 12, 1, 1));
        for (int i = 0; i < 40; i++) {
            Proposal proposal = truth.propose(i % 2, List.of(new PageId(i % 3)), 0);
            net.tellAll(WRITER, new SegmentMessage.Propose(proposal));
            net.tellAll(WRITER, new SegmentMessage.Decided(truth.commit(proposal)));
        }
        doubtful = truth.propose(0, List.of(new PageId(2)), 0);
        net.tellAll(WRITER, new SegmentMessage.Propose(doubtful));
    }

    /** And then a disk is lost. */
    private Rig lose() {
        prepare();
        return loseDisk();
    }

    private Rig loseDisk() {
        net.toWriters.clear();
        net.rigs.forEach(rig -> rig.sent.clear());
        net.rig(LOST).loseDisk(GENERATION, net.nowNanos);
        return net.rig(LOST);
    }

    private void openSession(WriterId writer, long incarnation, long generation) {
        net.tell(
                LOST,
                NodeAddress.of(writer),
                new SegmentMessage.OpenSession(writer, incarnation, generation, truth.nextSeq(writer)));
    }

    private static boolean whole(Rig rig) {
        return rig.core().counters().whole();
    }

    @Test
    void becomesWholeWhenThreeToldSessionsAreOpenAndGossipCaughtUp() {
        Rig lost = lose();
        assertFalse(whole(lost));
        net.run(60);
        assertFalse(whole(lost), "no session is open yet");
        assertEquals(truth.point(), lost.core().counters().held());
        openSession(W0, 1, GENERATION);
        net.run(60);
        assertFalse(whole(lost), "one of two sessions is open");
        openSession(W1, 1, GENERATION);
        assertFalse(whole(lost), "what was told before the last session began is too old");
        net.run(60);
        assertTrue(whole(lost));
        assertEquals(1, lost.events(SegmentEvent.BecameWhole.class).size());

        lost.crash(0, net.nowNanos);
        assertTrue(whole(lost), "it stays whole across a restart");
        assertEquals(GENERATION, lost.core().counters().generation());
        for (PageId page : truth.pages()) {
            WriterMessage.PageBuilt built = lost.askOne(
                    WriterMessage.PageBuilt.class, new SegmentMessage.ReadPage(1, page, truth.point()), net.nowNanos);
            assertEquals(truth.newest(page), built.version());
        }
    }

    @Test
    void tellsTheWritersThatItWaitsForThem() {
        lose();
        net.run(30);
        List<WriterMessage.SegmentStatus> statuses = net.toWriters.stream()
                .map(SegmentEffect.Send::message)
                .filter(WriterMessage.SegmentStatus.class::isInstance)
                .map(WriterMessage.SegmentStatus.class::cast)
                .toList();
        assertTrue(statuses.size() >= 8);
        assertTrue(statuses.stream().allMatch(s -> !s.whole() && s.generation() == GENERATION));
    }

    @Test
    void answersNothingThatCountsBefore() {
        Rig lost = lose();
        Proposal fresh = truth.propose(1, List.of(new PageId(0)), 0);
        List<SegmentMessage> counting = List.of(
                new SegmentMessage.Propose(fresh),
                new SegmentMessage.Renounce(fresh.id(), fresh.incarnation(), null),
                new SegmentMessage.Prepare(fresh.id(), Ballot.settling(2, W1, 1)),
                new SegmentMessage.Settle(fresh.id(), Ballot.settling(2, W1, 1), Fate.COMMITTED, fresh),
                new SegmentMessage.AskIncarnation(W0, 1),
                new SegmentMessage.Claim(W0, 9, 9),
                new SegmentMessage.Open(W0, 9, 9, 100, 200),
                new SegmentMessage.CheckReads(1, List.of(new PageRead(new PageId(0), truth.newest(new PageId(0))))),
                new SegmentMessage.AskHighest(1),
                new SegmentMessage.GossipAsk(new SegmentId(0), ReadPoint.ZERO, List.of()),
                new SegmentMessage.RebuildAsk(new SegmentId(0), 1, 1));
        for (SegmentMessage message : counting) {
            assertEquals(List.of(), lost.ask(message, net.nowNanos), () -> "answered " + message);
        }
        assertEquals(
                WriterMessage.PageRefused.Reason.NOT_WHOLE,
                lost.askOne(
                                WriterMessage.PageRefused.class,
                                new SegmentMessage.ReadPage(1, new PageId(0), ReadPoint.ZERO),
                                net.nowNanos)
                        .reason());
        WriterMessage.Told told =
                lost.askOne(WriterMessage.Told.class, new SegmentMessage.Pull(1, List.of(fresh.id())), net.nowNanos);
        assertEquals(List.of(), told.unknown(), "its not knowing means nothing");
    }

    @Test
    void contentsThatPassByMeanwhileAreThereWhenTheyCommit() {
        Rig lost = lose();
        Proposal passing = truth.propose(1, List.of(new PageId(0)), 0);
        assertEquals(List.of(), lost.ask(new SegmentMessage.Propose(passing), net.nowNanos));
        DecidedProposal news = truth.commit(passing).get(0);
        DecidedProposal bare = new DecidedProposal(news.id(), news.fate(), true, news.readers(), null);
        lost.receive(WRITER, new SegmentMessage.Decided(List.of(bare)), net.nowNanos);
        WriterMessage.Told told =
                lost.askOne(WriterMessage.Told.class, new SegmentMessage.Pull(1, List.of(passing.id())), net.nowNanos);
        assertEquals(List.of(news), told.decided());
    }

    @Test
    void abstainsOnWhatIsOlderKeepsItAsRivalAndVotesOnWhatIsNewer() {
        Rig lost = lose();
        openSession(W0, 1, GENERATION);
        openSession(W1, 1, GENERATION);
        net.run(60);
        assertTrue(whole(lost));
        List<Message> old = lost.ask(new SegmentMessage.Propose(doubtful), net.nowNanos);
        assertTrue(((WriterMessage.Voted) old.get(0)).verdict() instanceof Verdict.Abstained);
        Proposal rival = truth.propose(1, List.of(new PageId(2)), 0);
        assertEquals(doubtful.writes().get(0).base(), rival.writes().get(0).base());
        Verdict blocked = vote(lost, rival);
        assertTrue(blocked instanceof Verdict.Parked, () -> "a rival of a kept proposal got " + blocked);
        Proposal free = truth.propose(1, List.of(new PageId(0)), 0);
        assertTrue(vote(lost, free) instanceof Verdict.Accepted);
        lost.crash(0, net.nowNanos);
        assertTrue(vote(lost, rival) instanceof Verdict.Parked, "rivals are kept across a restart");
        net.tell(LOST, WRITER, new SegmentMessage.Decided(List.of(truth.abort(doubtful))));
        assertTrue(vote(lost, rival) instanceof Verdict.Accepted);
    }

    private Verdict vote(Rig rig, Proposal proposal) {
        List<Message> answers = rig.ask(new SegmentMessage.Propose(proposal), net.nowNanos);
        return ((WriterMessage.Voted) answers.get(answers.size() - 1)).verdict();
    }

    @Test
    void aSessionOfAnotherGenerationOrOfAFencedWriterDoesNotCount() {
        Rig lost = lose();
        for (int index = 0; index < LOST; index++) {
            net.tell(index, WRITER, new SegmentMessage.Claim(W1, 2, 99));
        }
        openSession(W1, 2, GENERATION);
        openSession(W0, 1, GENERATION - 1);
        net.run(60);
        assertFalse(whole(lost), "writer 0 has not dropped the votes of the disk that is lost");
        lost.crash(lost.store.unsyncedBatches(), net.nowNanos);
        openSession(W1, 1, GENERATION);
        openSession(W0, 1, GENERATION);
        net.run(60);
        assertFalse(whole(lost), "writer 1 was fenced: three segments know a higher claim");
        openSession(W1, 2, GENERATION);
        net.run(60);
        assertTrue(whole(lost));
    }

    @Test
    void aSlotWhoseWriterIsGoneCountsWhenItIsOpenedAnew() {
        Rig lost = lose();
        openSession(W0, 1, GENERATION);
        net.run(60);
        net.tell(LOST, WRITER, new SegmentMessage.SlotOpened(W1, 1, 1));
        net.run(60);
        assertFalse(whole(lost), "an opening that the three know may be older than the lost votes");
        long from = truth.reopen(W1, 128);
        net.tellAll(WRITER, new SegmentMessage.Claim(W1, 2, 77));
        net.tellAll(WRITER, new SegmentMessage.Open(W1, 2, 77, from, from + 128));
        net.tellAll(WRITER, new SegmentMessage.SlotOpened(W1, from, from + 128));
        net.run(60);
        assertTrue(whole(lost));
    }

    @Test
    void twoTellsAreNotEnough() {
        Rig lost = lose();
        net.down.add(0);
        openSession(W0, 1, GENERATION);
        openSession(W1, 1, GENERATION);
        net.run(60);
        assertFalse(whole(lost));
        net.down.clear();
        net.run(60);
        assertTrue(whole(lost));
    }

    @Test
    void aRestartOnTheWayBeginsAnewAndLosesNothing() {
        Rig lost = lose();
        net.run(60);
        lost.crash(lost.store.unsyncedBatches(), net.nowNanos);
        assertFalse(whole(lost));
        assertEquals(truth.point(), lost.core().counters().held());
        openSession(W0, 1, GENERATION);
        openSession(W1, 1, GENERATION);
        assertFalse(whole(lost), "what three segments told before the restart is not remembered");
        net.run(60);
        assertTrue(whole(lost));
    }

    /**
     * Why tells from before a session do not count: a proposal that reaches the others late, and that its owner committed with the
     * lost vote, is a rival all the same.
     */
    @Test
    void aProposalVotedOnAfterTheFirstTellsIsStillKeptAsARival() {
        prepare();
        Proposal late = truth.propose(0, List.of(new PageId(1)), 0);
        net.tell(LOST, WRITER, new SegmentMessage.Propose(late));
        Rig lost = loseDisk();
        net.run(60);
        net.tell(0, WRITER, new SegmentMessage.Propose(late));
        net.tell(1, WRITER, new SegmentMessage.Propose(late));
        openSession(W0, 1, GENERATION);
        openSession(W1, 1, GENERATION);
        net.run(60);
        assertTrue(whole(lost));
        assertEquals(2, lost.core().counters().undecided(), "the doubtful one and the late one");
    }

    /** A decided proposal that waits for what it depends on is neither undecided nor held: nothing is told meanwhile. */
    @Test
    void whoDoesNotHoldAllItKnowsTellsLater() {
        Rig lost = lose();
        Proposal first = truth.propose(0, List.of(new PageId(0)), 0);
        SegmentMessage firstFate = new SegmentMessage.Decided(truth.commit(first));
        Proposal second = truth.propose(1, List.of(new PageId(0)), 0);
        Rig teller = net.rig(0);
        teller.receive(WRITER, new SegmentMessage.Decided(truth.commit(second)), net.nowNanos);
        SegmentMessage ask = new SegmentMessage.RebuildAsk(lost.id, GENERATION, 1);
        assertEquals(List.of(), teller.ask(ask, net.nowNanos));
        SegmentMessage.RebuildTell tell =
                (SegmentMessage.RebuildTell) teller.ask(firstFate, net.nowNanos).get(0);
        assertEquals(truth.point(), tell.held());
        assertEquals(List.of(doubtful), tell.undecided());
    }

    @Test
    void mergedSlotsKeepTheHigherClaimAllOpeningsAndTheirOwnAbstention() {
        SlotState.Opening first = new SlotState.Opening(1, 1, 1);
        SlotState.Opening second = new SlotState.Opening(2, 50, 178);
        SlotState own = new SlotState(1, 10, List.of(first), 7);
        SlotState other = new SlotState(2, 20, List.of(first, second), 99);
        SlotState merged = new SlotState(2, 20, List.of(first, second), 7);
        assertEquals(merged, Rebuild.merge(own, other));
        assertEquals(merged, Rebuild.merge(merged, own));
    }

    @Test
    void aVolumeJustCreatedIsWholeAndEveryLaterEmptyDiskIsNot() {
        assertTrue(whole(Rig.started(SegmentSettings.of(new SegmentId(0), 0), 0)));
        assertFalse(whole(Rig.started(SegmentSettings.of(new SegmentId(0), 1), 0)));
    }
}
