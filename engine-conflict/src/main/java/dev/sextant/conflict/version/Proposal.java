package dev.sextant.conflict.version;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import java.util.List;

/**
 * The atomic unit of commit: the redo records of a group of transactions, committed or aborted together.
 *
 * @param incarnation of the writer slot that proposes
 * @param lsn orders the versions this proposal makes; greater than every LSN its writer had seen
 * @param age the LSN of the first attempt of the oldest member transaction; lower is older (tie rule)
 * @param writes at most one for a page
 * @param reads pages of serializable members that are read and not written here
 * @param deps the writer's own read point when it proposed: it covers every base and every read
 * @param transactions the member transactions
 * @param replaces the earlier attempts, of any member, that the writer did not know ABORTED when it proposed
 * @param delegators who has handed members over to the writer, each once: once a segment has accepted the opening of such a slot under a
 *     later incarnation, it takes this for COMMIT no more
 */
public record Proposal(
        ProposalId id,
        long incarnation,
        Lsn lsn,
        Lsn age,
        List<PageWrite> writes,
        List<PageRead> reads,
        ReadPoint deps,
        List<TransactionId> transactions,
        List<ProposalId> replaces,
        List<Delegator> delegators) {
    public Proposal {
        Check.state(lsn.writer().equals(id.writer()), "a proposal's LSN is drawn by its own writer");
        Check.state(!writes.isEmpty(), "a proposal writes something");
        writes = List.copyOf(writes);
        reads = List.copyOf(reads);
        transactions = List.copyOf(transactions);
        replaces = List.copyOf(replaces);
        delegators = List.copyOf(delegators);
    }

    /** A proposal all of whose members its own clients have brought. */
    public Proposal(
            ProposalId id,
            long incarnation,
            Lsn lsn,
            Lsn age,
            List<PageWrite> writes,
            List<PageRead> reads,
            ReadPoint deps,
            List<TransactionId> transactions,
            List<ProposalId> replaces) {
        this(id, incarnation, lsn, age, writes, reads, deps, transactions, replaces, List.of());
    }

    /** The same proposal with other redo records. */
    public Proposal with(List<PageWrite> others) {
        return new Proposal(id, incarnation, lsn, age, others, reads, deps, transactions, replaces, delegators);
    }

    /** Whether it takes the volume back to an earlier state: it then writes the page of the line. */
    public boolean rewinds() {
        for (PageWrite write : writes) {
            if (write.page().equals(PageId.LINE)) {
                return true;
            }
        }
        return false;
    }

    /** The version this proposal gives to each page it writes. */
    public VersionId version() {
        return VersionId.of(id, lsn);
    }
}
