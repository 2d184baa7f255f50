package dev.sextant.conflict.fate;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed in an {@link Acceptor} while it handled a message: what has to be durable before the answer leaves. */
public interface AcceptorListener {
    /** The register of an undecided proposal has a new state. */
    void registerChanged(ProposalId id, Register register);

    /**
     * A fate became known; the register, if there was one, is gone.
     *
     * @param content the proposal, if it is known here
     * @param counted whether somebody counted a quorum for it (and the readers are complete), rather than inferred it
     */
    void fateLearned(ProposalId id, Fate fate, boolean counted, List<BaseReaders> readers, @Nullable Proposal content);

    /**
     * The newest decided version of a page known here, or the list of its committed readers, has changed; put back with
     * {@link Acceptor#restorePage}. Comes after the fate it follows from, and without a fate where only the base of a proposal
     * told it.
     */
    void pageChanged(PageId page, VersionId newest, List<ProposalId> readers);

    /** A slot has a new durable state. */
    void slotChanged(WriterId writer, SlotState state);

    /** Whether history here reaches back to the state that a backtrack goes back to; if not, its owner gets no vote here. */
    default boolean reachesBack(Proposal backtrack) {
        return true;
    }

    /** A proposal that was parked is voted on again, because what blocked it is gone, at the ballot it came with. */
    void revoted(Proposal proposal, Ballot ballot, Verdict verdict);
}
