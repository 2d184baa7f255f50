package dev.sextant.conflict.explore;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.AcceptorListener;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a segment's disk holds of its acceptor: exactly what the listener was told, nothing read from the acceptor itself. */
class Disk implements AcceptorListener {
    record Page(VersionId newest, List<ProposalId> readers) {}

    final TreeMap<ProposalId, Register> registers = new TreeMap<>();
    final TreeMap<ProposalId, Fate> fates = new TreeMap<>();
    final TreeMap<PageId, Page> pages = new TreeMap<>();
    final TreeMap<WriterId, SlotState> slots = new TreeMap<>();

    @Override
    public void registerChanged(ProposalId id, Register register) {
        registers.put(id, register);
    }

    @Override
    public void fateLearned(
            ProposalId id, Fate fate, boolean counted, List<BaseReaders> readers, @Nullable Proposal content) {
        registers.remove(id);
        fates.put(id, fate);
    }

    @Override
    public void pageChanged(PageId page, VersionId newest, List<ProposalId> readers) {
        pages.put(page, new Page(newest, readers));
    }

    @Override
    public void slotChanged(WriterId writer, SlotState state) {
        slots.put(writer, state);
    }

    @Override
    public void revoted(Proposal proposal, Ballot ballot, Verdict verdict) {}

    /** Puts everything into a new acceptor that writes to this disk. */
    Acceptor restore(Machinery machinery) {
        Acceptor acceptor = machinery.acceptor(this);
        slots.forEach(acceptor::restoreSlot);
        pages.forEach((page, state) -> acceptor.restorePage(page, state.newest(), state.readers()));
        fates.forEach(acceptor::restoreFate);
        registers.forEach(acceptor::restoreRegister);
        return acceptor;
    }
}
