package dev.sextant.storage.segment;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;

/** A proposal without its deltas, as it is kept apart from them on disk. */
record ProposalOutline(
        ProposalId id,
        long incarnation,
        Lsn lsn,
        Lsn age,
        List<Write> writes,
        List<PageRead> reads,
        ReadPoint deps,
        List<TransactionId> transactions,
        List<ProposalId> replaces,
        List<Delegator> delegators) {
    /** A page changed, the version the change was made on, and how long the change is. */
    record Write(PageId page, VersionId base, long deltaBytes) {}

    VersionId version() {
        return VersionId.of(id, lsn);
    }

    /** How many bytes the deltas have together. */
    long deltaBytes() {
        long total = 0;
        for (Write write : writes) {
            total += write.deltaBytes();
        }
        return total;
    }

    /** The keys of the deltas on the REDO shelf, in the order of the writes. */
    List<byte[]> redoKeys() {
        List<byte[]> keys = new ArrayList<>();
        for (Write write : writes) {
            keys.add(SegmentKeys.version(write.page(), version()));
        }
        return keys;
    }

    /** The proposal, given its deltas in the order of the writes. */
    Proposal with(List<byte[]> deltas) {
        Check.state(deltas.size() == writes.size(), "there is a delta for each write", id);
        List<PageWrite> full = new ArrayList<>();
        for (int i = 0; i < deltas.size(); i++) {
            Write write = writes.get(i);
            full.add(new PageWrite(write.page(), write.base(), deltas.get(i)));
        }
        return new Proposal(id, incarnation, lsn, age, full, reads, deps, transactions, replaces, delegators);
    }
}
