package dev.sextant.api;

/**
 * The version of a page: the LSN orders it, the sequence number names (with the LSN's slot) the proposal that made it. Two
 * versions are the same only if both are equal.
 */
public record VersionId(Lsn lsn, long seq) implements Comparable<VersionId> {
    /** No version: the page does not exist yet. Older than every version. */
    public static final VersionId NONE = new VersionId(Lsn.ZERO, 0);

    /** The version that a proposal gives to each page it writes. */
    public static VersionId of(ProposalId proposal, Lsn lsn) {
        return new VersionId(lsn, proposal.seq());
    }

    /** Whether it is {@link #NONE}. */
    public boolean isNone() {
        return seq == 0;
    }

    /** The proposal that made this version; {@link #NONE} has none. */
    public ProposalId proposal() {
        return new ProposalId(lsn.writer(), seq);
    }

    @Override
    public int compareTo(VersionId other) {
        int byLsn = lsn.compareTo(other.lsn);
        return byLsn != 0 ? byLsn : Long.compare(seq, other.seq);
    }

    @Override
    public String toString() {
        return isNone() ? "none" : lsn + "#" + seq;
    }
}
