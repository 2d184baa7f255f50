package dev.sextant.bench.micro;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.Arrays;
import java.util.List;

/** Proposals of one writer, one after the other, each with one page in turn. */
final class SampleProposals {
    static final WriterId WRITER = new WriterId(0);

    private static final long INCARNATION = 1;
    private static final int DELTA_BYTES = 130;

    private final VersionId[] newest;
    private final byte[] delta = new byte[DELTA_BYTES];
    private long seq;

    SampleProposals(int pages) {
        newest = new VersionId[pages];
        Arrays.fill(newest, VersionId.NONE);
    }

    Proposal next() {
        seq++;
        int page = (int) (seq % newest.length);
        ProposalId id = new ProposalId(WRITER, seq);
        Lsn lsn = Lsn.of(seq, WRITER);
        PageWrite write = new PageWrite(new PageId(page + 1L), newest[page], delta);
        newest[page] = VersionId.of(id, lsn);
        return new Proposal(
                id,
                INCARNATION,
                lsn,
                lsn,
                List.of(write),
                List.of(),
                ReadPoint.ZERO,
                List.of(new TransactionId(1, seq)),
                List.of());
    }
}
