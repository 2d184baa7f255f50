package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.message.WriterMessage.PageRefused.Reason;
import dev.sextant.storage.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that are read from segments, which may be behind, silent, or have dropped what is asked for. */
class PageFetcherTest {
    private static final int FULL_SEGMENTS = 3;

    private final Desks desks = new Desks();
    private final PageFetcher fetcher = new PageFetcher(
            desks.settings.reader(), desks.outbox, desks.segments, desks.pool, desks.applier, desks.clock);

    private record Asked(NodeAddress segment, SegmentMessage.ReadPage read) {}

    @BeforeEach
    void start() {
        desks.applier.start(ReadPoint.ZERO);
    }

    private List<Asked> taken() {
        List<Asked> asked = new ArrayList<>();
        for (WriterEffect effect : desks.effects) {
            if (effect instanceof WriterEffect.Send send && send.message() instanceof SegmentMessage.ReadPage read) {
                asked.add(new Asked(send.to(), read));
            }
        }
        desks.effects.clear();
        return asked;
    }

    private Asked takenOne() {
        List<Asked> asked = taken();
        assertEquals(1, asked.size(), asked::toString);
        return asked.get(0);
    }

    /** The others commit, or rather do not: time goes on, and with it the read point. */
    private ReadPoint getOn(long seq) {
        desks.applier.aborted(new ProposalId(Desks.PEER, seq));
        desks.applier.publish();
        return desks.applier.point();
    }

    private void refused(Asked asked, Reason reason) {
        fetcher.onRefused(
                new WriterMessage.PageRefused(
                        asked.read().requestId(),
                        asked.segment().segment(),
                        asked.read().page(),
                        reason),
                0);
    }

    /** There is no version of it: an empty page. */
    private boolean built(Asked asked) {
        return fetcher.onBuilt(
                new WriterMessage.PageBuilt(
                        asked.read().requestId(), asked.segment().segment(), Desks.PAGE, VersionId.NONE, new byte[0]),
                0);
    }

    @Test
    void aPageThatHistoryHasLeftBehindIsAskedForAsOfNow() {
        fetcher.fetchFor(1, Desks.PAGE, ReadPoint.ZERO, 0);
        Asked first = takenOne();
        assertEquals(ReadPoint.ZERO, first.read().at());
        ReadPoint now = getOn(1);
        refused(first, Reason.TOO_OLD);
        Asked second = takenOne();
        assertEquals(now, second.read().at());
        assertNotEquals(first.read().requestId(), second.read().requestId());
    }

    @Test
    void whoWaitedForIsAnsweredByTheNewQuestionAndOnce() {
        fetcher.fetchFor(1, Desks.PAGE, ReadPoint.ZERO, 0);
        Asked first = takenOne();
        getOn(1);
        refused(first, Reason.TOO_OLD);
        fetcher.fetchFor(2, Desks.PAGE, desks.applier.point(), 0);
        Asked second = takenOne();
        assertFalse(built(first), "the former question is forgotten");
        assertEquals(List.of(), desks.answers());
        assertTrue(built(second));
        assertEquals(2, desks.answers().size());
        desks.effects.clear();
        assertFalse(built(second), "what comes twice is dropped");
        assertEquals(List.of(), desks.answers());
    }

    /** The page as of now has it already. */
    @Test
    void redoThatCameForTheFormerQuestionIsNotAppliedToTheAnswerOfTheNew() {
        fetcher.need(Desks.PAGE, 0);
        Asked first = takenOne();
        desks.applier.committed(Desks.proposal(Desks.PEER, 1));
        desks.applier.publish();
        refused(first, Reason.TOO_OLD);
        Asked second = takenOne();
        assertEquals(desks.applier.point(), second.read().at());
        assertTrue(built(second));
        assertEquals(VersionId.NONE, desks.pool.newest(Desks.PAGE).version());
        fetcher.need(Desks.PAGE, 0);
        assertEquals(List.of(), taken(), "it is there");
    }

    @Test
    void aSecondRefusalOfTheFormerQuestionRenewsNothing() {
        fetcher.need(Desks.PAGE, 0);
        Asked first = takenOne();
        getOn(1);
        refused(first, Reason.TOO_OLD);
        takenOne();
        getOn(2);
        refused(first, Reason.TOO_OLD);
        assertEquals(List.of(), taken());
    }

    @Test
    void whileThereIsNothingNewerTheNextSegmentIsAsked() {
        fetcher.need(Desks.PAGE, 0);
        Asked first = takenOne();
        refused(first, Reason.TOO_OLD);
        Asked second = takenOne();
        assertEquals(first.read(), second.read());
        assertNotEquals(first.segment(), second.segment());
    }

    @Test
    void aSegmentThatIsBehindIsNoReasonToAskAnew() {
        fetcher.need(Desks.PAGE, 0);
        Asked first = takenOne();
        getOn(1);
        refused(first, Reason.BEHIND);
        assertEquals(first.read(), takenOne().read());
    }

    @Test
    void aSnapshotThatAllWhoHavePagesHaveLeftBehindIsTooOld() {
        desks.pool.install(Desks.PAGE, new VersionId(Lsn.of(11, Desks.PEER), 1), Page.EMPTY);
        fetcher.fetchFor(3, Desks.PAGE, ReadPoint.ZERO, 0);
        TreeSet<SegmentId> asked = new TreeSet<>();
        for (int i = 0; i < FULL_SEGMENTS; i++) {
            assertEquals(List.of(), desks.answers());
            Asked each = takenOne();
            asked.add(each.segment().segment());
            refused(each, Reason.TOO_OLD);
        }
        assertEquals(FULL_SEGMENTS, asked.size());
        assertEquals(List.of(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.SNAPSHOT_TOO_OLD)), desks.answers());
    }

    @Test
    void whoGivesUpIsToldThatNobodyAnsweredAndThePageStaysWanted() {
        fetcher.fetchFor(1, Desks.PAGE, ReadPoint.ZERO, 0);
        Asked first = takenOne();
        long readNanos = desks.settings.timeouts().read().toNanos();
        desks.at(readNanos);
        fetcher.onTime(readNanos);
        assertEquals(List.of(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.QUORUM_LOST)), desks.answers());
        Asked second = takenOne();
        assertEquals(first.read(), second.read());
        assertNotEquals(first.segment(), second.segment());
    }
}
