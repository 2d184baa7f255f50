package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyTest {
    private static final int PAGES = 3;
    private static final WriterId W0 = new WriterId(0);
    private static final NodeAddress WRITER = NodeAddress.of(W0);
    private static final int LOST = 4;
    private static final int STALE = 2;
    private static final long GENERATION = 8;

    private final Truth truth = new Truth(7, PAGES);
    private final Net net = new Net(5, SegmentSettings.Limits.DEFAULT, 7, 0);

    private Proposal commit(int page, int reads) {
        Proposal proposal = truth.propose(0, List.of(new PageId(page)), reads);
        net.tellAll(WRITER, new SegmentMessage.Propose(proposal));
        net.tellAll(WRITER, new SegmentMessage.Decided(truth.commit(proposal)));
        return proposal;
    }

    private void commits(int count) {
        for (int i = 0; i < count; i++) {
            commit(i % PAGES, 0);
        }
    }

    private Rig rebuilt() {
        net.rig(LOST).loseDisk(GENERATION, net.nowNanos);
        net.tell(LOST, WRITER, new SegmentMessage.OpenSession(W0, 1, GENERATION, truth.nextSeq(W0)));
        net.run(60);
        assertTrue(net.rig(LOST).core().counters().whole());
        return net.rig(LOST);
    }

    private Verdict vote(Rig rig, Proposal proposal) {
        List<Message> answers = rig.ask(new SegmentMessage.Propose(proposal), net.nowNanos);
        return ((WriterMessage.Voted) answers.get(answers.size() - 1)).verdict();
    }

    @Test
    void aNewDiskIsFilledWithPagesAndNotWithAllThatEverHappened() {
        commits(500);
        Rig rebuilt = rebuilt();
        SegmentCounters counters = rebuilt.core().counters();
        assertEquals(PAGES, counters.pagesCopied());
        assertEquals(truth.point(), counters.held());
        assertEquals(truth.point(), counters.floor(), "its history begins with the copy");
        assertEquals(0, rebuilt.store.shelf(Shelf.REDO).size());
        commits(5);
        for (PageId page : truth.pages()) {
            WriterMessage.PageBuilt built = rebuilt.askOne(
                    WriterMessage.PageBuilt.class, new SegmentMessage.ReadPage(1, page, truth.point()), net.nowNanos);
            assertEquals(truth.newest(page), built.version());
        }
    }

    /** Without them a writer could be told that a committed reader is not on the list, and so aborted. */
    @Test
    void bugWhoReadAPageIsCopiedWithIt() {
        commits(PAGES);
        Proposal reader = null;
        while (reader == null
                || reader.reads().stream().noneMatch(read -> read.page().equals(new PageId(0)))) {
            reader = commit(1, 2);
        }
        Rig rebuilt = rebuilt();
        Proposal writer = truth.propose(0, List.of(new PageId(0)), 0);
        Verdict.Accepted copied = (Verdict.Accepted) vote(rebuilt, writer);
        assertEquals(vote(net.rig(0), writer), copied);
        List<BaseReaders> readers = copied.readers();
        assertTrue(readers.get(0).readers().contains(reader.id()), "the readers that are listed: " + readers);
    }

    /** A copy would cost it the history that others may have lost. */
    @Test
    void whoHasHistoryIsToldOneByOneAsLongAsAnybodyTells() {
        commits(30);
        net.down.add(STALE);
        commits(300);
        rebuilt();
        net.down.clear();
        SegmentId teller = new SegmentId(LOST);
        net.tell(STALE, NodeAddress.of(teller), new SegmentMessage.CopyOffer(teller, truth.point(), null, PAGES));
        net.run(60);
        SegmentCounters counters = net.rig(STALE).core().counters();
        assertEquals(0, counters.pagesCopied());
        assertEquals(ReadPoint.ZERO, counters.floor());
        assertEquals(truth.point(), counters.held());
    }

    /** If one cannot give it, another does. */
    @Test
    void anEmptyDiskAsksOneAfterTheOther() {
        commits(30);
        net.down.add(0);
        assertEquals(PAGES, rebuilt().core().counters().pagesCopied());
    }
}
