package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedoApplierTest {
    private static final WriterId SELF = new WriterId(0);
    private static final WriterId PEER = new WriterId(1);
    private static final WriterId THIRD = new WriterId(2);

    private final BufferPool pool = new BufferPool(new Residency() {
        @Override
        public void touched(PageId page) {}

        @Override
        public void sized(PageId page, int sizeBytes) {}
    });
    private final RedoApplier applier = new RedoApplier(SELF, pool, new SnapshotRegistry(pool));

    private static Proposal proposal(WriterId writer, long seq, ReadPoint deps) {
        return new Proposal(
                new ProposalId(writer, seq),
                1,
                Lsn.of(seq + 10, writer),
                Lsn.of(seq + 10, writer),
                List.of(new PageWrite(new PageId(7), VersionId.NONE, new byte[0])),
                List.of(),
                deps,
                List.of(),
                List.of());
    }

    private static ReadPoint seen(long peer, long third) {
        return ReadPoint.ZERO.with(PEER, peer, new long[0]).with(THIRD, third, new long[0]);
    }

    /** Found by a simulated world: redo of a page was applied before the redo it was made on, and the writer stopped. */
    @Test
    void bugWhatEntersBecauseOfAnotherHasItsTurnAfterwards() {
        Proposal first = proposal(PEER, 1, ReadPoint.ZERO);
        Proposal second = proposal(PEER, 2, seen(1, 0));
        Proposal third = proposal(PEER, 3, seen(2, 1));
        List<ProposalId> applied = new ArrayList<>();
        applier.onApplied(proposal -> {
            applied.add(proposal.id());
            if (proposal.equals(first)) {
                applier.aborted(new ProposalId(THIRD, 1));
            }
        });
        applier.committed(third);
        applier.committed(second);
        applier.committed(first);
        assertEquals(List.of(first.id(), second.id(), third.id()), applied);
    }
}
