package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageBuilderTest {
    private static final NodeAddress WRITER = NodeAddress.of(new WriterId(0));
    private static final SegmentSettings.Limits SMALL =
            new SegmentSettings.Limits(16, 4_096, 16, 4, 2, 2, 4, 5, 8, 16, 3);

    private final Rig rig = Rig.started(SegmentSettings.of(new SegmentId(0), 0).withLimits(SMALL), 0);

    private void learn(List<DecidedProposal> fates) {
        rig.receive(WRITER, new SegmentMessage.Decided(fates), 1);
    }

    private WriterMessage.PageBuilt read(PageId page, ReadPoint at) {
        return rig.askOne(WriterMessage.PageBuilt.class, new SegmentMessage.ReadPage(7, page, at), 1);
    }

    /** Histories with rivals and aborts, told in another order than they happened, read at every point that ever was. */
    @Test
    void everyPageAtEveryReadPointIsWhatItWas() {
        for (long seed = 0; seed < 30; seed++) {
            Truth truth = new Truth(seed, 4);
            Random random = new Random(seed);
            Rig segment = Rig.started(SegmentSettings.of(new SegmentId(1), 0).withLimits(SMALL), 0);
            history(truth, random, segment, 80);
            assertEquals(truth.point(), segment.core().counters().held());
            assertTrue(segment.core().counters().imagesWritten() > 0);
            for (ReadPoint point : truth.points) {
                assertPages(truth, segment, point);
            }
        }
    }

    private static void assertPages(Truth truth, Rig segment, ReadPoint point) {
        for (PageId page : truth.pages()) {
            Truth.Version expected = truth.at(page, point);
            SegmentMessage.ReadPage read = new SegmentMessage.ReadPage(7, page, point);
            WriterMessage answer = segment.askOne(WriterMessage.class, read, 1);
            if (!(answer instanceof WriterMessage.PageBuilt built)) {
                ReadPoint held = segment.core().counters().held();
                assertFalse(truth.isCertain(page, point, held), () -> page + " at " + point + ": " + answer);
                continue;
            }
            assertEquals(expected.id(), built.version());
            byte[] image =
                    expected.id().isNone() ? new byte[0] : expected.page().toImage();
            assertArrayEquals(image, built.image());
        }
    }

    /** Proposals arrive before, after or instead of the news of their fate, which comes late and in any order. */
    private static void history(Truth truth, Random random, Rig segment, int steps) {
        List<DecidedProposal> late = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            Proposal proposal = truth.propose();
            if (random.nextInt(3) > 0) {
                segment.receive(WRITER, new SegmentMessage.Propose(proposal), step);
            }
            List<Proposal> undecided = truth.undecided();
            Proposal chosen = undecided.get(random.nextInt(undecided.size()));
            late.addAll(random.nextInt(4) == 0 ? List.of(truth.abort(chosen)) : truth.commit(chosen));
            Collections.shuffle(late, random);
            while (!late.isEmpty() && random.nextInt(3) > 0) {
                segment.receive(WRITER, new SegmentMessage.Decided(List.of(late.remove(0))), step);
            }
            assertPages(truth, segment, segment.core().counters().held());
        }
        truth.undecided().forEach(each -> late.add(truth.abort(each)));
        segment.receive(WRITER, new SegmentMessage.Decided(late), steps);
    }

    @Test
    void aPageNobodyWroteIsEmpty() {
        WriterMessage.PageBuilt built = read(new PageId(99), ReadPoint.ZERO);
        assertEquals(VersionId.NONE, built.version());
        assertEquals(0, built.image().length);
    }

    @Test
    void whatIsNotHeldIsRefused() {
        Truth truth = new Truth(1, 1);
        Proposal first = truth.propose(0, List.of(new PageId(0)), 0);
        List<DecidedProposal> firstFate = truth.commit(first);
        Proposal second = truth.propose(1, List.of(new PageId(0)), 0);
        learn(truth.commit(second));
        ReadPoint both = truth.point();

        List<Message> answers = rig.ask(new SegmentMessage.ReadPage(7, new PageId(0), both), 1);
        assertEquals(
                List.of(new WriterMessage.PageRefused(
                        7, rig.id, new PageId(0), WriterMessage.PageRefused.Reason.BEHIND)),
                answers,
                "the second commit is here, but not the one it was made on");

        learn(firstFate);
        assertEquals(second.version(), read(new PageId(0), both).version());
    }

    /** Whoever copies a whole segment has looked at every record, and takes the page for what it is as far as it is known. */
    @Test
    void anImageIsToldWhereTheEndIsNotCertain() {
        Truth truth = new Truth(1, 1);
        PageId page = new PageId(0);
        Proposal last = truth.propose(0, List.of(page), 0);
        learn(truth.commit(last));
        ReadPoint point = truth.point();
        byte[] expected = read(page, point).image();
        truth.commit(truth.propose(1, List.of(page), 0));
        learn(truth.commit(truth.propose(0, List.of(page), 0)));
        assertEquals(
                WriterMessage.PageRefused.Reason.BEHIND,
                rig.askOne(WriterMessage.PageRefused.class, new SegmentMessage.ReadPage(7, page, point), 1)
                        .reason());
        rig.drain(List.of(new SegmentInput.Inspect(1, point, point, page, 1, true)), 1);
        rig.settle(1);
        PageDigest digest = rig.inspected.get(0).pages().get(0);
        assertEquals(last.version(), digest.newest());
        assertArrayEquals(expected, digest.image());
    }

    /**
     * The disk wrote the last delta that a read sees somewhere else, and the commit after it has not arrived yet: the one after that
     * is there, and was made on something that the read does not see.
     */
    @Test
    void bugALostDeltaBeforeAGapIsNotTakenForTheEnd() {
        Truth truth = new Truth(1, 1);
        PageId page = new PageId(0);
        learn(truth.commit(truth.propose(0, List.of(page), 0)));
        Proposal lost = truth.propose(1, List.of(page), 0);
        learn(truth.commit(lost));
        ReadPoint point = truth.point();
        assertEquals(lost.version(), read(page, point).version());
        List<DecidedProposal> late = truth.commit(truth.propose(0, List.of(page), 0));
        learn(truth.commit(truth.propose(1, List.of(page), 0)));
        rig.store.shelf(Shelf.REDO).remove(SegmentKeys.version(page, lost.version()));
        SegmentMessage.ReadPage again = new SegmentMessage.ReadPage(7, page, point);
        assertEquals(
                WriterMessage.PageRefused.Reason.BEHIND,
                rig.askOne(WriterMessage.PageRefused.class, again, 1).reason());
        assertEquals(List.of(), rig.events(SegmentEvent.PageBroken.class), "that is not known yet");
        learn(late);
        rig.askOne(WriterMessage.PageRefused.class, again, 1);
        assertFalse(rig.events(SegmentEvent.PageBroken.class).isEmpty());
    }
}
