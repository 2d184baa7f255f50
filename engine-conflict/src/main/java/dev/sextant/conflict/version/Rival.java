package dev.sextant.conflict.version;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;

/** What stands in a proposal's way at a segment: another proposal, or the reservation of one that is to come, and its age. */
public record Rival(ProposalId id, Lsn age) {
    /** Whether this one wins a tie against a proposal of the given age. */
    public boolean isOlderThan(Lsn otherAge) {
        return age.compareTo(otherAge) < 0;
    }
}
