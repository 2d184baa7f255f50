package dev.sextant.conflict.fate;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageVersions;
import dev.sextant.conflict.version.PageVote;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Rival;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One segment's part in the commit protocol: the registers of undecided proposals, the vote rule, the fates and the writer
 * slots. Every proposal has a register of its own, so nothing here elects or leads.
 *
 * <p>Invariants, numbered as in docs/protocol.md:
 * I1 a fate never changes; I2 of two holders that touch a page on the same base neither writes it against the other; I3 a
 * register's promise never falls; I4 a proposal that replaces others is accepted only where each of them was renounced by
 * its owner or is aborted; I5 what an opening closed is never accepted for COMMIT, but by a repair, and what was handed over by an incarnation that an opening has
 * ended only where that stands already; I19 a
 * backtrack and another commit rest on one another, this way or that.
 *
 * <p>Durability is the caller's: what the {@link AcceptorListener} was told must be durable before an answer is sent.
 */
public final class Acceptor {
    private final AcceptorListener listener;
    private final Rules rules;
    private final PageVersions pages;
    private final Fates fates;
    private final TreeMap<ProposalId, Register> registers;
    private final SlotState[] slots;
    private final ParkingLot parking;
    /** Whether something that may have blocked a parked proposal is gone since they were last voted on. */
    private boolean freed;

    /** An acceptor that knows nothing: that of an empty volume. */
    public Acceptor(AcceptorListener listener) {
        this(listener, Rules.PROTOCOL);
    }

    Acceptor(AcceptorListener listener, Rules rules) {
        this.listener = listener;
        this.rules = rules;
        pages = new PageVersions();
        fates = new Fates();
        registers = new TreeMap<>();
        slots = new SlotState[WriterId.MAX_COUNT];
        Arrays.fill(slots, SlotState.EMPTY);
        parking = new ParkingLot();
    }

    /** A deep copy that reports to another listener. */
    public Acceptor(Acceptor other, AcceptorListener listener) {
        this.listener = listener;
        rules = other.rules;
        pages = other.pages.copy();
        fates = other.fates.copy();
        registers = new TreeMap<>(other.registers);
        slots = other.slots.clone();
        parking = other.parking.copy();
        freed = other.freed;
    }

    // ---- what is known here ----------------------------------------------------------------------------------------

    public PageVersions pages() {
        return pages;
    }

    public Fates fates() {
        return fates;
    }

    public SlotState slot(WriterId writer) {
        return slots[writer.slot()];
    }

    /** The register of a proposal, blank if nothing was heard of it; meaningless once its fate is known. */
    public Register register(ProposalId id) {
        return registers.getOrDefault(id, Register.BLANK);
    }

    /** The registers of all proposals that are not decided here, in order. */
    public Iterable<ProposalId> undecided() {
        return registers.keySet();
    }

    /** The number of proposals not decided here. */
    public int undecidedCount() {
        return registers.size();
    }

    /** The proposals that wait to be voted on, oldest first. */
    public List<Proposal> parked() {
        return parking.inOrder().stream().map(ParkingLot.Waiting::proposal).toList();
    }

    /** The ballot at which a parked proposal waits; null if it is not parked. */
    public @Nullable Ballot parkedAt(ProposalId id) {
        return parking.ballotOf(id);
    }

    /**
     * The highest seq of a slot that may have been used, as far as is known here: one this segment has a register for or knows
     * the fate of, the last one that it abstains on, or the last one before an opening's first. (An incarnation that opened the
     * slot may be ahead of everything that has arrived here, so the next one must start well above its first.)
     */
    public long highestSeq(WriterId writer) {
        long highest = Math.max(highestHeard(writer), slot(writer).abstainBelow() - 1);
        for (SlotState.Opening opening : slot(writer).openings()) {
            highest = Math.max(highest, opening.firstSeq() - 1);
        }
        return highest;
    }

    /** The highest seq of a slot that this segment has a register for or knows the fate of. */
    public long highestHeard(WriterId writer) {
        ProposalId above = registers.lowerKey(new ProposalId(writer, Long.MAX_VALUE));
        boolean registered = above != null && above.writer().equals(writer);
        return registered ? Math.max(fates.highest(writer), above.seq()) : fates.highest(writer);
    }

    // ---- the owner's ballots ---------------------------------------------------------------------------------------

    /**
     * Votes on a proposal at ballot 0. A parked one is voted on again by itself when what blocks it is gone. An incarnation that
     * no longer holds the slot is told nothing but that, as with {@link #renounce}.
     */
    public Verdict propose(Proposal proposal, long nowNanos) {
        Verdict verdict = vote(proposal, nowNanos);
        if (verdict instanceof Verdict.Accepted) {
            freed |= parking.retryAccepted(proposal.id().writer(), proposal.age());
        }
        if (verdict instanceof Verdict.Parked) {
            parking.park(proposal, Ballot.PROPOSE);
        } else if (!(verdict instanceof Verdict.Preempted) && !settlerWaits(proposal.id())) {
            parking.unpark(proposal.id());
        }
        wakeParked(nowNanos);
        return verdict;
    }

    /** A settler's COMMIT keeps its turn whatever the owner is told. */
    private boolean settlerWaits(ProposalId id) {
        Ballot waiting = parking.ballotOf(id);
        return waiting != null && waiting.compareTo(Ballot.PROPOSE) > 0;
    }

    private Verdict vote(Proposal proposal, long nowNanos) {
        ProposalId id = proposal.id();
        SlotState slot = slot(id.writer());
        if (proposal.incarnation() < slot.incarnation()) {
            return new Verdict.Fenced(slot.incarnation());
        }
        Fate fate = fates.of(id);
        if (fate != null) {
            return new Verdict.Decided(fate);
        }
        if (!hasSay(id, Ballot.PROPOSE)) {
            return new Verdict.Abstained();
        }
        Register register = register(id);
        if (register.promised().compareTo(Ballot.PROPOSE) > 0) {
            return new Verdict.Preempted(register.promised());
        }
        Verdict refusal = refuseCommit(proposal, Ballot.PROPOSE);
        if (refusal != null) {
            return refusal;
        }
        if (!register.holdsCommit()) {
            Rival reserved = parking.reservedBy(proposal, nowNanos);
            if (reserved != null) {
                return new Verdict.Parked(reserved);
            }
        }
        return acceptCommit(proposal, register, Ballot.PROPOSE);
    }

    /**
     * The owner gives up a proposal at ballot 1, which carries only ABORT; it may leave a reservation for its retry. An
     * incarnation that no longer holds the slot is refused, whatever is known of the proposal: what it left behind its successor
     * settles, and a fate it was told would make room in its {@link SeqWindow} that its successor does not reckon with.
     */
    public Verdict renounce(ProposalId id, long incarnation, @Nullable Reservation reservation, long nowNanos) {
        SlotState slot = slot(id.writer());
        if (incarnation < slot.incarnation()) {
            return new Verdict.Fenced(slot.incarnation());
        }
        if (register(id).promised().compareTo(Ballot.RENOUNCE) <= 0) {
            parking.unpark(id);
        }
        Verdict verdict = acceptAbort(id, Ballot.RENOUNCE, nowNanos);
        boolean committed = verdict instanceof Verdict.Decided decided && decided.fate() == Fate.COMMITTED;
        if (reservation != null && !committed) {
            parking.reserve(id, reservation, nowNanos);
        }
        return verdict;
    }

    // ---- the settlers' ballots -------------------------------------------------------------------------------------

    /** What a segment answers to a settler's first phase: a refusal, or a promise with what it has accepted so far. */
    public record Promise(@Nullable Verdict refusal, Register register) {}

    /** Promises a ballot, if no higher one was; legal also for a seq nobody has seen. */
    public Promise prepare(ProposalId id, Ballot ballot) {
        Fate fate = fates.of(id);
        if (fate != null) {
            return new Promise(new Verdict.Decided(fate), Register.BLANK);
        }
        if (!hasSay(id, ballot)) {
            return new Promise(new Verdict.Abstained(), Register.BLANK);
        }
        Register register = register(id);
        if (ballot.compareTo(register.promised()) < 0) {
            return new Promise(new Verdict.Preempted(register.promised()), Register.BLANK);
        }
        if (ballot.compareTo(register.promised()) > 0) {
            register = register.promise(ballot);
            store(id, register);
        }
        return new Promise(null, register);
    }

    /**
     * Accepts a settler's value, if no higher ballot is promised and, for COMMIT, the rules of a vote hold (but fencing). A COMMIT
     * that something undecided blocks is parked as a proposal is, and accepted in its turn: else one rival after the other would
     * be here first, none of which can win where the segments that accepted this one keep it out.
     */
    public Verdict settle(ProposalId id, Ballot ballot, Fate value, @Nullable Proposal content, long nowNanos) {
        if (value == Fate.ABORTED) {
            return acceptAbort(id, ballot, nowNanos);
        }
        Proposal proposal = Check.present(content, "a COMMIT is settled with the proposal's content");
        Verdict verdict = voteToSettle(proposal, ballot);
        if (verdict instanceof Verdict.Parked) {
            parking.park(proposal, ballot);
        } else if (!(verdict instanceof Verdict.Preempted)) {
            parking.unpark(id);
        }
        wakeParked(nowNanos);
        return verdict;
    }

    private Verdict voteToSettle(Proposal proposal, Ballot ballot) {
        ProposalId id = proposal.id();
        Fate fate = fates.of(id);
        if (fate != null) {
            return new Verdict.Decided(fate);
        }
        if (!hasSay(id, ballot)) {
            return new Verdict.Abstained();
        }
        Register register = register(id);
        if (ballot.compareTo(register.promised()) < 0) {
            return new Verdict.Preempted(register.promised());
        }
        Verdict refusal = refuseCommit(proposal, ballot);
        return refusal == null ? acceptCommit(proposal, register, ballot) : refusal;
    }

    // ---- accepting -------------------------------------------------------------------------------------------------

    /**
     * The rules that bind every accept of COMMIT, at any ballot. What the proposal proves is learned even if it is refused. An
     * opening that closed it here binds no repair: that has asked all six, and knows whether four opened.
     */
    private @Nullable Verdict refuseCommit(Proposal proposal, Ballot ballot) {
        learnBases(proposal);
        Fate inferred = fates.of(proposal.id());
        if (inferred != null) {
            return new Verdict.Decided(inferred);
        }
        if (isClosed(proposal) && !ballot.isRepair()) {
            return new Verdict.Closed();
        }
        if (proposal.rewinds()) {
            Verdict refusal = refuseRewind(proposal, ballot);
            if (refusal != null) {
                return refusal;
            }
        }
        PageVote vote = rules.vote(pages, proposal);
        if (vote instanceof PageVote.Stale stale) {
            return new Verdict.Stale(stale.page(), stale.newer());
        }
        for (ProposalId replaced : proposal.replaces()) {
            if (!fates.aborted(replaced) && !rules.letsReplacementPass(register(replaced))) {
                return new Verdict.Parked(null);
            }
        }
        return vote instanceof PageVote.Blocked blocked ? new Verdict.Parked(blocked.oldest()) : null;
    }

    /**
     * Whether an opening keeps it out: one of its own slot, or of that of a writer that has handed it a transaction. The latter tells what
     * stands here, and lets that be.
     */
    private boolean isClosed(Proposal proposal) {
        ProposalId id = proposal.id();
        if (slot(id.writer()).closes(proposal.incarnation(), id.seq())) {
            return true;
        }
        return !register(id).holdsCommit() && rules.delegatorsBind() && hasOutlivedDelegator(proposal);
    }

    private boolean hasOutlivedDelegator(Proposal proposal) {
        for (Delegator delegator : proposal.delegators()) {
            if (slot(delegator.writer()).hasOutlived(delegator.incarnation())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where history does not reach back, the owner gets no vote: four others must be able to tell what pages were. Settlers do, for a
     * doubt about a backtrack holds up the whole volume, and what pages were can be had from those who voted for the owner.
     */
    private @Nullable Verdict refuseRewind(Proposal backtrack, Ballot ballot) {
        if (ballot.equals(Ballot.PROPOSE) && !listener.reachesBack(backtrack)) {
            return new Verdict.Abstained();
        }
        boolean rests = rules.restsOnAllCommits(fates, backtrack);
        return rests ? null : new Verdict.Stale(PageId.LINE, pages.newest(PageId.LINE));
    }

    private Verdict acceptCommit(Proposal proposal, Register register, Ballot ballot) {
        Proposal known = register.content();
        Check.state(
                known == null
                        || (known.incarnation() == proposal.incarnation()
                                && known.lsn().equals(proposal.lsn())),
                "a seq names one proposal for ever",
                proposal.id());
        if (!register.holdsCommit()) {
            pages.hold(proposal);
        }
        if (!ballot.equals(register.accepted()) || !register.holdsCommit()) {
            store(proposal.id(), register.accept(ballot, Fate.COMMITTED, proposal));
        }
        PageVote vote = rules.vote(pages, proposal);
        Check.state(vote instanceof PageVote.Clear, "an accepted proposal has no rival here", proposal.id());
        return new Verdict.Accepted(((PageVote.Clear) vote).readers());
    }

    private Verdict acceptAbort(ProposalId id, Ballot ballot, long nowNanos) {
        Fate fate = fates.of(id);
        if (fate != null) {
            return new Verdict.Decided(fate);
        }
        if (!hasSay(id, ballot)) {
            return new Verdict.Abstained();
        }
        Register register = register(id);
        if (ballot.compareTo(register.promised()) < 0) {
            return new Verdict.Preempted(register.promised());
        }
        if (register.holdsCommit() && register.content() != null) {
            pages.release(register.content());
        }
        if (!ballot.equals(register.accepted())) {
            store(id, register.accept(ballot, Fate.ABORTED, null));
            freed = true;
        }
        wakeParked(nowNanos);
        return new Verdict.Accepted(List.of());
    }

    private void store(ProposalId id, Register register) {
        registers.put(id, register);
        listener.registerChanged(id, register);
    }

    /**
     * Whether this segment may promise and accept: what is older than its disk it may have voted on and forgotten, so it has no say
     * in that. In repairs it has: a repair counts on all six, and reckons with what a lost disk may have said.
     */
    private boolean hasSay(ProposalId id, Ballot ballot) {
        return ballot.isRepair() || !abstains(id);
    }

    /** Whether this segment has no say in a proposal, since its disk is newer. */
    public boolean abstains(ProposalId id) {
        return id.seq() < slot(id.writer()).abstainBelow();
    }

    // ---- fates -----------------------------------------------------------------------------------------------------

    /** Writers build on decided versions only, so whatever made a base or a version read is committed. */
    private void learnBases(Proposal proposal) {
        for (PageWrite write : proposal.writes()) {
            learnBase(write.page(), write.base());
        }
        for (PageRead read : proposal.reads()) {
            learnBase(read.page(), read.version());
        }
    }

    private void learnBase(PageId page, VersionId base) {
        if (!base.isNone()) {
            learn(base.proposal(), Fate.COMMITTED, false, List.of(), null);
            pageDecided(page, base);
        }
    }

    /**
     * A fate is known. Infers the fates that follow from it, and votes again on what waited for it. Told again with more, the
     * content or the readers, it infers what follows from that.
     *
     * @param counted whether a quorum was counted for it, so that {@code readers} lists every committed reader of its bases
     * @param content the proposal, where the news carries it
     */
    public void decided(
            ProposalId id,
            Fate fate,
            boolean counted,
            List<BaseReaders> readers,
            @Nullable Proposal content,
            long nowNanos) {
        if (fates.of(id) == null) {
            learn(id, fate, counted, readers, content);
        } else {
            fates.record(id, fate);
            if (fate == Fate.COMMITTED && content != null) {
                applyCommitted(content, counted, readers);
            }
        }
        wakeParked(nowNanos);
    }

    private void learn(ProposalId id, Fate fate, boolean counted, List<BaseReaders> readers, @Nullable Proposal news) {
        if (!fates.record(id, fate)) {
            return;
        }
        freed = true;
        Register register = registers.remove(id);
        parking.unpark(id);
        Proposal content = news;
        if (register != null && register.content() != null) {
            content = register.content();
            if (register.holdsCommit()) {
                pages.release(register.content());
            }
        }
        listener.fateLearned(id, fate, counted, readers, content);
        if (fate == Fate.COMMITTED && content != null) {
            applyCommitted(content, counted, readers);
        }
    }

    /** The content of a proposal known committed has arrived after its fate. */
    public void contentArrived(Proposal content, boolean counted, List<BaseReaders> readers, long nowNanos) {
        Check.state(fates.of(content.id()) == Fate.COMMITTED, "content follows a known commit", content.id());
        applyCommitted(content, counted, readers);
        wakeParked(nowNanos);
    }

    private void applyCommitted(Proposal winner, boolean counted, List<BaseReaders> readers) {
        learnBases(winner);
        for (PageWrite write : winner.writes()) {
            pageDecided(write.page(), winner.version());
        }
        for (PageRead read : winner.reads()) {
            // All read the line, and of those that a backtrack does not rest on none commits: so nobody needs a list.
            if (!read.page().equals(PageId.LINE) && pages.readBy(read.page(), read.version(), winner.id())) {
                tellPage(read.page());
            }
        }
        for (PageWrite write : winner.writes()) {
            inferRivals(winner, write, counted, readers);
        }
    }

    private void pageDecided(PageId page, VersionId version) {
        if (pages.decided(page, version)) {
            tellPage(page);
        }
    }

    /** A version of a page, and who read it, are known without their proposals: they are decided. Infers nothing. */
    public void pageKnown(PageId page, VersionId version, List<ProposalId> committedReaders, long nowNanos) {
        boolean isNews = pages.decided(page, version);
        for (ProposalId reader : committedReaders) {
            isNews |= pages.readBy(page, version, reader);
        }
        if (isNews) {
            tellPage(page);
        }
        freed = true;
        wakeParked(nowNanos);
    }

    private void tellPage(PageId page) {
        listener.pageChanged(page, pages.newest(page), pages.readersOfNewest(page));
    }

    /** The fates that follow without a count from a commit that overwrote a base others touch too. */
    private void inferRivals(Proposal winner, PageWrite write, boolean counted, List<BaseReaders> readers) {
        for (Register register : List.copyOf(registers.values())) {
            Proposal other = register.content();
            if (other == null || other.id().equals(winner.id()) || fates.of(other.id()) != null) {
                continue;
            }
            if (writes(other, write.page(), write.base())) {
                learn(other.id(), Fate.ABORTED, false, List.of(), null);
            } else if (write.page().equals(PageId.LINE)) {
                abortBesideRewind(winner, write, other);
            } else if (reads(other, write.page(), write.base())) {
                if (listed(readers, write.page(), write.base(), other.id())) {
                    learn(other.id(), Fate.COMMITTED, false, List.of(), null);
                } else if (counted) {
                    learn(other.id(), Fate.ABORTED, false, List.of(), null);
                }
            }
        }
    }

    /** What read the line that a backtrack ended, and what that does not rest on, was never committed, or the backtrack was not. */
    private void abortBesideRewind(Proposal backtrack, PageWrite line, Proposal other) {
        if (reads(other, PageId.LINE, line.base()) && !backtrack.deps().sees(other.id())) {
            learn(other.id(), Fate.ABORTED, false, List.of(), null);
        }
    }

    private static boolean writes(Proposal proposal, PageId page, VersionId base) {
        for (PageWrite write : proposal.writes()) {
            if (write.page().equals(page) && write.base().equals(base)) {
                return true;
            }
        }
        return false;
    }

    private static boolean reads(Proposal proposal, PageId page, VersionId version) {
        return proposal.reads().contains(new PageRead(page, version));
    }

    private static boolean listed(List<BaseReaders> all, PageId page, VersionId base, ProposalId reader) {
        for (BaseReaders readers : all) {
            if (readers.page().equals(page)
                    && readers.base().equals(base)
                    && readers.readers().contains(reader)) {
                return true;
            }
        }
        return false;
    }

    // ---- parked proposals ------------------------------------------------------------------------------------------

    /** Reservations run out with time alone: votes again on what waited behind those that have. */
    public void onTime(long nowNanos) {
        freed |= parking.expire(nowNanos);
        wakeParked(nowNanos);
    }

    /** Votes again, oldest first, on every parked proposal that is no longer blocked. */
    private void wakeParked(long nowNanos) {
        while (freed) {
            freed = false;
            for (ParkingLot.Waiting waiting : parking.inOrder()) {
                Proposal proposal = waiting.proposal();
                if (!parking.contains(proposal.id())) {
                    continue;
                }
                boolean proposed = waiting.ballot().equals(Ballot.PROPOSE);
                Verdict verdict = proposed ? vote(proposal, nowNanos) : voteToSettle(proposal, waiting.ballot());
                if (!(verdict instanceof Verdict.Parked)) {
                    parking.unpark(proposal.id());
                    listener.revoted(proposal, waiting.ballot(), verdict);
                }
            }
        }
    }

    /** When a reservation runs out next, so that what waits behind it is voted on; {@link Long#MAX_VALUE} if none is kept. */
    public long nextWakeNanos() {
        return parking.nextExpiryNanos();
    }

    // ---- slots -----------------------------------------------------------------------------------------------------

    /** Accepts a claim of a slot if it is higher than every one known, or the same one again; tells whether it did. */
    public boolean claim(WriterId writer, long incarnation, long nonce) {
        SlotState slot = slot(writer);
        boolean again = incarnation == slot.incarnation() && nonce == slot.nonce();
        if (incarnation > slot.incarnation()) {
            store(writer, slot.claimed(incarnation, nonce));
            parking.dropOlderIncarnations(writer, incarnation);
            return true;
        }
        return again;
    }

    /**
     * Accepts the opening of a slot: from now on COMMITs of older incarnations from {@code closeFrom} on are refused here.
     *
     * @return 0 if it is accepted; the higher seq that this segment holds or knows for COMMIT and that the claimant must
     *     take into account; or -1 if a higher claim is known
     */
    public long open(WriterId writer, long incarnation, long nonce, long closeFrom, long firstSeq) {
        SlotState slot = slot(writer);
        if (incarnation < slot.incarnation() || (incarnation == slot.incarnation() && nonce != slot.nonce())) {
            return -1;
        }
        SlotState.Opening opening = new SlotState.Opening(incarnation, closeFrom, firstSeq);
        if (!slot.openings().contains(opening) && rules.heedsStandingCommits()) {
            long standing = highestStandingCommit(writer, incarnation, closeFrom, firstSeq);
            if (standing >= closeFrom) {
                return standing;
            }
        }
        SlotState claimed = incarnation > slot.incarnation() ? slot.claimed(incarnation, nonce) : slot;
        SlotState opened = claimed.opened(opening);
        if (!opened.equals(slot)) {
            store(writer, opened);
            parking.dropOlderIncarnations(writer, incarnation);
        }
        return 0;
    }

    /**
     * The highest seq from {@code closeFrom} on that an older incarnation may have committed, as far as is known here; 0 if
     * there is none. Older incarnations never reach {@code firstSeq}, and the claimant's own proposals start there.
     */
    private long highestStandingCommit(WriterId writer, long incarnation, long closeFrom, long firstSeq) {
        for (long seq = firstSeq - 1; seq >= closeFrom; seq--) {
            ProposalId id = new ProposalId(writer, seq);
            Proposal content = register(id).content();
            boolean held = register(id).holdsCommit() && content != null && content.incarnation() < incarnation;
            if (held || fates.of(id) == Fate.COMMITTED) {
                return seq;
            }
        }
        return 0;
    }

    /** This segment's disk is newer than the slot's proposals below a seq: it has no say in them, for ever. */
    public void abstainBelow(WriterId writer, long seq) {
        SlotState slot = slot(writer);
        if (seq > slot.abstainBelow()) {
            store(writer, slot.abstaining(seq));
        }
    }

    private void store(WriterId writer, SlotState state) {
        slots[writer.slot()] = state;
        listener.slotChanged(writer, state);
    }

    // ---- restart and rebuild ---------------------------------------------------------------------------------------

    /** Puts back the durable state of a slot, without telling the listener. */
    public void restoreSlot(WriterId writer, SlotState state) {
        slots[writer.slot()] = state;
    }

    /** Puts back a durable fate, without telling the listener or inferring anything. */
    public void restoreFate(ProposalId id, Fate fate) {
        fates.record(id, fate);
    }

    /** Puts back what was durable of a page, without telling the listener. */
    public void restorePage(PageId page, VersionId newest, List<ProposalId> readers) {
        pages.restore(page, newest, readers);
    }

    /** Puts back a register, after all fates, without telling the listener. */
    public void restoreRegister(ProposalId id, Register register) {
        Check.state(fates.of(id) == null, "a register of a decided proposal is dropped", id);
        registers.put(id, register);
        if (register.holdsCommit() && register.content() != null) {
            pages.hold(register.content());
        }
    }

    /** Keeps an undecided proposal that other segments accepted for COMMIT as a rival; this segment abstains on it. */
    public void holdAsRival(Proposal proposal) {
        ProposalId id = proposal.id();
        if (fates.of(id) != null || register(id).holdsCommit()) {
            return;
        }
        Check.state(abstains(id), "a rival is kept only where this segment has no vote of its own", id);
        pages.hold(proposal);
        store(id, register(id).accept(register(id).promised(), Fate.COMMITTED, proposal));
    }

    /** The age and the incarnations a writer must exceed: the highest LSN among undecided proposals of a slot. */
    public Lsn highestUndecidedLsn(WriterId writer) {
        Lsn highest = Lsn.ZERO;
        for (Register register : registers.values()) {
            Proposal content = register.content();
            if (content != null
                    && content.id().writer().equals(writer)
                    && content.lsn().isAfter(highest)) {
                highest = content.lsn();
            }
        }
        return highest;
    }
}
