package dev.sextant.conflict.message;

import dev.sextant.api.ProposalId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proposal whose fate is known, as news from one node to another.
 *
 * @param counted whether a quorum was counted for it, so that {@code readers} is complete, rather than the fate inferred
 * @param readers the committed readers of the bases it overwrote
 * @param content the proposal itself; null if it aborted, or where the sender has no need to repeat it
 */
public record DecidedProposal(
        ProposalId id,
        Fate fate,
        boolean counted,
        List<BaseReaders> readers,
        @Nullable Proposal content) {
    public DecidedProposal {
        readers = List.copyOf(readers);
    }

    /** News of an abort, which needs no more than the id. */
    public static DecidedProposal aborted(ProposalId id) {
        return new DecidedProposal(id, Fate.ABORTED, false, List.of(), null);
    }
}
