package dev.sextant.replication.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Await;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.segment.PageDigest;
import dev.sextant.storage.segment.SegmentEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a comparison of segments makes of what they tell. */
class VolumeCheckTest {
    private static final VersionId VERSION = new VersionId(new Lsn(4), 1);

    private long nowNanos;

    /** Waiting takes time, and nothing else. */
    private final Await waits = new Await() {
        @Override
        public <T> T await(CompletionStage<T> stage) {
            return stage.toCompletableFuture().join();
        }

        @Override
        public void pause(long nanos) {
            nowNanos += nanos;
        }
    };

    private static PageDigest digest(long page, int chainCrc) {
        return new PageDigest(new PageId(page), 2, chainCrc, VERSION, 9, null);
    }

    private static PageDigest broken(long page) {
        return new PageDigest(new PageId(page), 1, 1, VERSION, 0, "its chain is broken");
    }

    private DigestCursor cursor(int segment, DigestCursor.Inspection inspection) {
        return new DigestCursor(
                new SegmentId(segment),
                ReadPoint.ZERO,
                inspection,
                new DigestCursor.Patience(waits, () -> nowNanos, 25_000_000, () -> false));
    }

    /** A segment that tells two pages at a time. */
    private DigestCursor holding(int segment, PageDigest... digests) {
        return cursor(segment, (since, from, most) -> {
            List<PageDigest> told = new ArrayList<>();
            PageId next = null;
            for (PageDigest digest : digests) {
                if (digest.page().compareTo(from) >= 0 && told.size() < 2) {
                    told.add(digest);
                } else if (told.size() == 2 && next == null) {
                    next = digest.page();
                }
            }
            return CompletableFuture.completedFuture(
                    new SegmentEffect.Inspected(1, null, ReadPoint.ZERO, ReadPoint.ZERO, told, next));
        });
    }

    private static VerifyReport check(DigestCursor... segments) {
        return new VolumeCheck(PageFormat.DEFAULT, page -> Page.EMPTY, VolumeCheck.Observer.NONE)
                .run(List.of(segments));
    }

    @Test
    void equalSegmentsAreSound() {
        VerifyReport report = check(
                holding(0, digest(1, 5), digest(2, 6), digest(7, 7)),
                holding(1, digest(1, 5), digest(2, 6), digest(7, 7)));
        assertEquals(List.of(), report.problems());
        assertEquals(3, report.pages());
        assertEquals(6, report.versions());
        assertEquals(2, report.segments());
        assertEquals(1, report.trees(), "the catalog");
    }

    @Test
    void aPageThatOneLacksIsToldOfEachThatLacksIt() {
        VerifyReport report = check(
                holding(0, digest(1, 5), digest(9, 8)),
                holding(1, digest(2, 6), digest(9, 8)),
                holding(2, digest(1, 5)));
        assertEquals(
                List.of(
                        "segment-1 lacks " + new PageId(1),
                        "segment-0 lacks " + new PageId(2),
                        "segment-2 lacks " + new PageId(2),
                        "segment-2 lacks " + new PageId(9)),
                report.problems());
        assertEquals(3, report.pages());
    }

    @Test
    void bugAPageThatIsYoungerThanTheReadPointIsNotMissedWhereItIsNotKnown() {
        PageDigest younger = new PageDigest(new PageId(3), 0, 0, VersionId.NONE, 0, null);
        VerifyReport report =
                check(holding(0, digest(1, 5), younger, digest(4, 6)), holding(1, digest(1, 5), digest(4, 6)));
        assertEquals(List.of(), report.problems());
        assertEquals(2, report.pages());
    }

    /** Nothing is left of its chain to compare, where history was collected. */
    @Test
    void bugAPageThatHasNotChangedSinceHistoryWasCollectedIsCompared() {
        PageDigest one = new PageDigest(new PageId(3), 0, 0, VERSION, 9, null);
        PageDigest other = new PageDigest(new PageId(3), 0, 0, VERSION, 8, null);
        assertEquals(List.of(), check(holding(0, one), holding(1, one)).problems());
        VerifyReport report = check(holding(0, one), holding(1, other), holding(2));
        assertEquals(2, report.problems().size(), report::toString);
        assertTrue(report.problems().get(0).contains("differs between segment-0"), report::toString);
        assertEquals("segment-2 lacks " + new PageId(3), report.problems().get(1));
        assertEquals(1, report.pages());
    }

    @Test
    void aPageThatDiffersIsToldWithBothSides() {
        VerifyReport report = check(holding(3, digest(1, 5)), holding(4, digest(1, 6)), holding(5, broken(1)));
        assertEquals(2, report.problems().size(), report::toString);
        String differs = report.problems().get(0);
        assertTrue(differs.contains("differs between segment-3") && differs.contains("segment-4"), differs);
        assertTrue(report.problems().get(1).contains("segment-5 cannot build"), report::toString);
        assertTrue(report.problems().get(1).endsWith("its chain is broken"), report::toString);
    }

    @Test
    void aSegmentThatIsBehindIsWaitedForAndThenLeftOut() {
        int[] asked = new int[2];
        DigestCursor late = cursor(
                1,
                (since, from, most) -> CompletableFuture.completedFuture(
                        ++asked[0] < 3
                                ? new SegmentEffect.Inspected(
                                        1, "it is behind", ReadPoint.ZERO, ReadPoint.ZERO, List.of(), null)
                                : new SegmentEffect.Inspected(
                                        1, null, ReadPoint.ZERO, ReadPoint.ZERO, List.of(digest(1, 5)), null)));
        assertEquals(List.of(), check(holding(0, digest(1, 5)), late).problems());

        DigestCursor never = cursor(2, (since, from, most) -> {
            asked[1]++;
            return CompletableFuture.completedFuture(
                    new SegmentEffect.Inspected(1, "it is behind", ReadPoint.ZERO, ReadPoint.ZERO, List.of(), null));
        });
        VerifyReport report = check(holding(0, digest(1, 5)), never);
        assertEquals(List.of("segment-2 could not be compared to the end: it is behind"), report.problems());
        assertTrue(asked[1] > 1, "it was asked again");
    }
}
