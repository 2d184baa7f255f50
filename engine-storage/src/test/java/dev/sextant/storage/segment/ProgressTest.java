package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.PageCopy;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A segment that is behind says how far, and takes pages no faster than it may. */
class ProgressTest {
    private static final NodeAddress WRITER = NodeAddress.of(new WriterId(0));
    private static final int COMMITS = 1_200;

    private final Truth truth = new Truth(1, 1);

    private static void learn(Rig rig, List<DecidedProposal> fates, long now) {
        rig.receive(WRITER, new SegmentMessage.Decided(fates), now);
    }

    @Test
    void itTellsHowFarBehindItIsAndForHowLong() {
        Rig rig = Rig.started(SegmentSettings.of(new SegmentId(0), 0), 0);
        List<DecidedProposal> all = new ArrayList<>();
        for (int i = 0; i < COMMITS; i++) {
            all.addAll(truth.commit(truth.propose(0, List.of(new PageId(0)), 0)));
        }
        learn(rig, all.subList(COMMITS - 1, COMMITS), 1);
        assertEquals(COMMITS, rig.core().counters().missing());
        long now = Progress.INTERVAL_NANOS;
        rig.tick(now);
        assertEquals(
                List.of(new SegmentEvent.CatchUpAdvanced(COMMITS, 0, 0, 0, -1)),
                rig.events(SegmentEvent.CatchUpAdvanced.class));
        learn(rig, all.subList(0, COMMITS / 2), now);
        now += Progress.INTERVAL_NANOS;
        rig.tick(now);
        assertEquals(COMMITS / 2, rig.core().counters().missing());
        assertEquals(Progress.INTERVAL_NANOS, rig.core().counters().catchUpNanos(), "half of it took a second");
        learn(rig, all.subList(COMMITS / 2, COMMITS), now);
        now += Progress.INTERVAL_NANOS;
        rig.tick(now);
        assertEquals(0, rig.core().counters().missing());
        assertEquals(-1, rig.core().counters().catchUpNanos());
        assertEquals(
                List.of(new SegmentEvent.CaughtUp(2 * Progress.INTERVAL_NANOS)),
                rig.events(SegmentEvent.CaughtUp.class));
        rig.tick(now + Progress.INTERVAL_NANOS);
        assertEquals(1, rig.events(SegmentEvent.CaughtUp.class).size(), "it is told once");
    }

    /** After each answer the next question waits for as long as the pages that came are worth. */
    @Test
    void pagesAreTakenAtTheRateThatIsSet() {
        int bytesPerSecond = 1_000;
        Rig rig = Rig.started(SegmentSettings.of(new SegmentId(0), 0).withCopyBytesPerSecond(bytesPerSecond), 0);
        SegmentId teller = new SegmentId(1);
        learn(rig, List.of(), 1);
        truth.commit(truth.propose(0, List.of(new PageId(0)), 0));
        ReadPoint floor = truth.point();
        Truth.Version version = truth.at(new PageId(0), floor);
        byte[] image = version.page().toImage();
        long now = 10;
        rig.receive(NodeAddress.of(teller), new SegmentMessage.CopyOffer(teller, floor, null, 3), now);
        assertEquals(3, rig.core().counters().pagesToCopy());
        PageId asked = PageId.CATALOG_ROOT;
        for (int page = 1; page <= 2; page++) {
            assertEquals(asked, lastAsked(rig).page());
            PageId next = new PageId(page);
            List<PageCopy> pages = List.of(PageCopy.unread(new PageId(0), version.id(), image));
            rig.sent.clear();
            rig.receive(
                    NodeAddress.of(teller), new SegmentMessage.CopyPagesTell(teller, floor, asked, pages, next), now);
            asked = next;
            long due = now + 1_000_000_000L * image.length / bytesPerSecond;
            rig.tick(due - 1_000);
            assertTrue(asks(rig).isEmpty(), "it waits");
            rig.tick(due + 1_000);
            now = due + 1_000;
            assertEquals(3 - page, rig.core().counters().pagesToCopy());
            assertEquals((long) page * image.length, rig.core().counters().bytesCopied());
        }
        assertEquals(asked, lastAsked(rig).page());
    }

    private static List<SegmentMessage.CopyPagesAsk> asks(Rig rig) {
        return rig.sent.stream()
                .map(SegmentEffect.Send::message)
                .filter(SegmentMessage.CopyPagesAsk.class::isInstance)
                .map(SegmentMessage.CopyPagesAsk.class::cast)
                .toList();
    }

    private static SegmentMessage.CopyPagesAsk lastAsked(Rig rig) {
        List<SegmentMessage.CopyPagesAsk> all = asks(rig);
        return all.get(all.size() - 1);
    }
}
