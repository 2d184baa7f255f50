package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.check.ReadSet;
import dev.sextant.conflict.check.WriteSet;
import dev.sextant.storage.page.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagePinsTest {
    private static final PageId ONE = new PageId(1);
    private static final PageId TWO = new PageId(2);

    private final List<PageId> sized = new ArrayList<>();
    private final BufferPool pool = new BufferPool(new Residency() {
        @Override
        public void touched(PageId page) {}

        @Override
        public void sized(PageId page, int sizeBytes) {
            sized.add(page);
        }
    });
    private final PagePins pins = new PagePins(pool, new PageClaims(pool));

    PagePinsTest() {
        pool.install(ONE, VersionId.NONE, Page.EMPTY);
        pool.install(TWO, VersionId.NONE, Page.EMPTY);
        sized.clear();
    }

    private static PendingCommit pending() {
        CheckedTransaction nothing = new CheckedTransaction(new WriteSet(), new ReadSet());
        TransactionId id = new TransactionId(1, 1);
        return new PendingCommit(1, new CommitRequest(id, nothing, ReadPoint.ZERO, Lsn.ZERO, Long.MAX_VALUE), 0);
    }

    @Test
    void whatNobodyGathersGoes() {
        pins.evict(ONE);
        assertFalse(pool.contains(ONE));
    }

    @Test
    void whatTheFirstGathersStaysUntilItIsProposedAndIsThenCountedAgain() {
        PendingCommit first = pending();
        pins.gather(first, List.of(ONE));
        pins.gather(pending(), List.of(TWO));
        pins.evict(ONE);
        pins.evict(TWO);
        assertTrue(pool.contains(ONE));
        assertFalse(pool.contains(TWO), "one at a time");
        pins.releaseFree();
        assertFalse(sized.contains(ONE), "if its size were said now, it would be chosen again at once");

        first.attempted(Lsn.of(1, Desks.SELF));
        pins.releaseFree();
        assertTrue(sized.contains(ONE));
        pins.evict(ONE);
        assertFalse(pool.contains(ONE));
    }

    @Test
    void theNextHasItsTurnWhenTheFirstIsAnswered() {
        PendingCommit first = pending();
        PendingCommit second = pending();
        pins.gather(first, List.of(ONE));
        first.giveUp(new ClientAnswer.Abandoned(Lsn.ZERO));
        pins.releaseFree();
        pins.gather(second, List.of(TWO));
        pins.evict(TWO);
        assertTrue(pool.contains(TWO));
        assertFalse(sized.contains(TWO));
    }
}
