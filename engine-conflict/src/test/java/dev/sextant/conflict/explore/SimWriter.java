package dev.sextant.conflict.explore;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Reservation;
import dev.sextant.conflict.fate.SeqWindow;
import dev.sextant.conflict.fate.Tally;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One process that holds, held, or wants a writer slot: proposes on the versions it knows, retries what lost, and hands what
 * others left behind to its {@link SimSettlers}. The votes are counted by the production tally.
 */
final class SimWriter {
    /** The protocol's window of 64, made small so that its edges are met. */
    static final int MAX_UNDECIDED = 4;

    private static final int RESERVES_FROM_ATTEMPT = 3;

    final WriterId slot;
    private final World world;
    private final SplittableRandom random;
    private final SimSettlers settlers;
    private final TreeMap<PageId, VersionId> known = new TreeMap<>();
    private final TreeSet<ProposalId> applied = new TreeSet<>();
    private final TreeMap<ProposalId, Fate> fates = new TreeMap<>();
    private final TreeSet<ProposalId> waiting = new TreeSet<>();
    private final TreeMap<ProposalId, Tally> flights = new TreeMap<>();
    private final List<Work> lost = new ArrayList<>();
    private final TreeMap<ProposalId, List<Work>> members = new TreeMap<>();
    private final long incarnation;
    private boolean alive = true;
    private boolean open;
    private boolean cutOff;
    private long nextSeq;
    private final SeqWindow window = new SeqWindow(Quorums.SIX, MAX_UNDECIDED);
    private long lamport;

    /** A transaction and the attempts to commit it. */
    static final class Work {
        final TransactionId id;
        final List<ProposalId> attempts = new ArrayList<>();
        Lsn age = Lsn.ZERO;

        Work(TransactionId id) {
            this.id = id;
        }
    }

    SimWriter(World world, WriterId slot, long incarnation, SplittableRandom random) {
        this.world = world;
        this.slot = slot;
        this.incarnation = incarnation;
        this.random = random;
        settlers = new SimSettlers(world, this, random);
    }

    long incarnation() {
        return incarnation;
    }

    long nextSeq() {
        return nextSeq;
    }

    boolean isAlive() {
        return alive;
    }

    boolean isOpen() {
        return alive && open;
    }

    SimSettlers settlers() {
        return settlers;
    }

    boolean isCutOff() {
        return cutOff;
    }

    /** Its links to all segments, not those to other writers, break or come back. */
    void cutOff(boolean cut) {
        cutOff = cut;
    }

    void die() {
        alive = false;
    }

    void opened(long firstSeq, long highestLamport) {
        open = true;
        nextSeq = firstSeq;
        window.opened(firstSeq);
        lamport = Math.max(lamport, highestLamport);
    }

    // ---- proposing -------------------------------------------------------------------------------------------------

    void propose() {
        long undecided =
                flights.values().stream().filter(tally -> !tally.isDecided()).count();
        if (!isOpen() || undecided >= MAX_UNDECIDED) {
            return;
        }
        if (!window.mayDraw(nextSeq) && !world.swarm().drawsUnheard()) {
            askAgainAbout(new ProposalId(slot, nextSeq - 1));
            return;
        }
        List<PageId> free = freePages();
        if (free.isEmpty()) {
            return;
        }
        List<Work> group = drawGroup();
        ProposalId id = new ProposalId(slot, nextSeq++);
        Lsn lsn = Lsn.of(++lamport, slot);
        TreeSet<ProposalId> replaces = new TreeSet<>();
        Lsn age = lsn;
        for (Work work : group) {
            work.attempts.stream()
                    .filter(attempt -> fates.get(attempt) != Fate.ABORTED)
                    .forEach(replaces::add);
            work.age = work.attempts.isEmpty() ? lsn : work.age;
            age = work.age.compareTo(age) < 0 ? work.age : age;
            work.attempts.add(id);
        }
        Proposal proposal = withPages(id, lsn, age, group, List.copyOf(replaces), free);
        world.truth().proposed(proposal);
        world.madeOn(id, applied);
        members.put(id, group);
        flights.put(id, new Tally(id, age, Quorums.SIX));
        sendProposal(proposal);
    }

    /** What was given up may be renounced again; what was not, or what committed, must never be. */
    private void askAgainAbout(ProposalId id) {
        Tally tally = flights.get(id);
        if (tally != null && (tally.state() == Tally.State.RENOUNCED || tally.state() == Tally.State.ABORTED)) {
            sendRenouncement(id);
        } else if (tally != null) {
            sendProposal(world.truth().proposal(id));
        }
    }

    /** New work, or one or two transactions that lost, together. */
    private List<Work> drawGroup() {
        List<Work> group = new ArrayList<>();
        while (!lost.isEmpty() && group.size() < 2 && random.nextInt(3) > 0) {
            group.add(lost.remove(random.nextInt(lost.size())));
        }
        if (group.isEmpty()) {
            group.add(new Work(world.newTransaction()));
        }
        return group;
    }

    private Proposal withPages(
            ProposalId id, Lsn lsn, Lsn age, List<Work> group, List<ProposalId> replaces, List<PageId> free) {
        List<PageWrite> writes = new ArrayList<>();
        List<PageRead> reads = new ArrayList<>();
        int wanted = 1 + random.nextInt(3);
        while (!free.isEmpty() && writes.size() < wanted) {
            PageId page = free.remove(random.nextInt(free.size()));
            writes.add(new PageWrite(page, base(page), new byte[0]));
        }
        while (!free.isEmpty()
                && reads.size() < 2
                && random.nextInt(100) < world.swarm().readsPercent()) {
            PageId page = free.remove(random.nextInt(free.size()));
            reads.add(new PageRead(page, base(page)));
        }
        List<TransactionId> transactions = group.stream().map(work -> work.id).toList();
        return new Proposal(id, incarnation, lsn, age, writes, reads, ReadPoint.ZERO, transactions, replaces);
    }

    private VersionId base(PageId page) {
        return known.getOrDefault(page, VersionId.NONE);
    }

    /** The pages on which none of its own proposals is undecided and not renounced. */
    private List<PageId> freePages() {
        List<PageId> free = new ArrayList<>();
        for (int page = 1; page <= world.swarm().pages(); page++) {
            free.add(new PageId(page));
        }
        flights.forEach((id, tally) -> {
            if (tally.state() == Tally.State.PROPOSED || tally.state() == Tally.State.AWAITING_FATE) {
                Proposal proposal = world.truth().proposal(id);
                proposal.writes().forEach(write -> free.remove(write.page()));
                proposal.reads().forEach(read -> free.remove(read.page()));
            }
        });
        return free;
    }

    private void sendProposal(Proposal proposal) {
        world.ask(this, () -> "propose " + proposal.id(), segment -> {
            Verdict verdict = segment.acceptor().propose(proposal, World.NOW);
            world.answerOwner(segment, proposal, verdict);
        });
    }

    void onVote(SimSegment segment, long generation, ProposalId id, Verdict verdict) {
        window.onAnswer(segment.id, id.seq(), verdict);
        if (verdict instanceof Verdict.Fenced) {
            open = false;
        }
        Tally tally = flights.get(id);
        if (tally != null) {
            step(tally, () -> tally.onVote(segment.id, generation, verdict));
        }
    }

    /** Something of its own at random: a vote timeout, or sending again what was not answered. */
    void nudge() {
        List<Tally> undecided =
                flights.values().stream().filter(tally -> !tally.isDecided()).toList();
        if (!alive || undecided.isEmpty()) {
            return;
        }
        Tally tally = undecided.get(random.nextInt(undecided.size()));
        if (tally.state() == Tally.State.PROPOSED && random.nextBoolean()) {
            step(tally, tally::onVoteTimeout);
        } else if (tally.state() == Tally.State.RENOUNCED) {
            sendRenouncement(tally.id());
        } else {
            sendProposal(world.truth().proposal(tally.id()));
        }
    }

    private void sendRenouncement(ProposalId id) {
        Proposal proposal = world.truth().proposal(id);
        boolean reserves = members.get(id).stream().anyMatch(work -> work.attempts.size() >= RESERVES_FROM_ATTEMPT);
        Reservation reservation = reserves
                ? new Reservation(
                        proposal.age(),
                        proposal.writes().stream().map(PageWrite::page).toList(),
                        1)
                : null;
        world.ask(this, () -> "renounce " + id, segment -> {
            Verdict verdict = segment.acceptor().renounce(id, incarnation, reservation, World.NOW);
            world.answer(this, segment, () -> "renounced " + id + " " + verdict, () -> {
                Tally tally = flights.get(id);
                window.onAnswer(segment.id, id.seq(), verdict);
                step(tally, () -> tally.onRenounceVote(segment.id, verdict));
            });
        });
    }

    private void step(Tally tally, Runnable change) {
        Tally.State before = tally.state();
        change.run();
        if (tally.state() == before) {
            return;
        }
        if (tally.state() == Tally.State.RENOUNCED) {
            sendRenouncement(tally.id());
            lost.addAll(members.get(tally.id()));
        } else if (tally.state() == Tally.State.COMMITTED) {
            members.get(tally.id()).forEach(lost::remove);
            tell(tally.id(), Fate.COMMITTED, tally.counted(), tally.readers());
        } else if (tally.state() == Tally.State.ABORTED) {
            if (before != Tally.State.RENOUNCED) {
                lost.addAll(members.get(tally.id()));
            }
            tell(tally.id(), Fate.ABORTED, false, List.of());
        }
    }

    // ---- fates -----------------------------------------------------------------------------------------------------

    /** Tells a fate it counted or learned to all segments and, with the redo, to all writers. */
    void tell(ProposalId id, Fate fate, boolean counted, List<BaseReaders> readers) {
        world.truth().believed(id, fate);
        learn(id, fate);
        Proposal content = random.nextBoolean() ? world.contentOfCommitted(id, fate) : null;
        world.ask(this, () -> "decided " + id + " " + fate, segment -> {
            world.statistics().telling(id);
            segment.acceptor().decided(id, fate, counted, readers, content, World.NOW);
            world.statistics().telling(null);
        });
        world.tellWriters(this, id, fate);
    }

    @Nullable
    Fate fateOf(ProposalId id) {
        return fates.get(id);
    }

    void learn(ProposalId id, Fate fate) {
        if (fates.putIfAbsent(id, fate) != null) {
            return;
        }
        Tally tally = flights.get(id);
        if (tally != null) {
            step(tally, () -> tally.onFate(fate));
        }
        settlers.onFate(id, fate);
        if (fate == Fate.COMMITTED) {
            waiting.add(id);
            applyWhatIsCovered();
            abortRivalsOf(world.truth().proposal(id));
        }
    }

    /** Its own proposals that write a page on the base that another's commit wrote it on are aborted: no need to ask. */
    private void abortRivalsOf(Proposal winner) {
        for (Tally tally : List.copyOf(flights.values())) {
            Proposal mine = world.truth().proposal(tally.id());
            boolean beaten = !tally.isDecided()
                    && !mine.id().equals(winner.id())
                    && mine.writes().stream()
                            .anyMatch(write -> winner.writes().stream()
                                    .anyMatch(won -> won.page().equals(write.page())
                                            && won.base().equals(write.base())));
            if (beaten) {
                tell(mine.id(), Fate.ABORTED, false, List.of());
            }
        }
    }

    /** Applies what is committed and built on nothing that is still missing here. */
    private void applyWhatIsCovered() {
        boolean more = true;
        while (more) {
            more = false;
            for (ProposalId id : List.copyOf(waiting)) {
                if (applied.containsAll(world.madeOn(id))) {
                    Proposal proposal = world.truth().proposal(id);
                    proposal.writes()
                            .forEach(write -> known.merge(
                                    write.page(), proposal.version(), (a, b) -> a.compareTo(b) >= 0 ? a : b));
                    lamport = Math.max(lamport, proposal.lsn().lamport());
                    applied.add(id);
                    waiting.remove(id);
                    more = true;
                }
            }
        }
    }

    // ---- a segment's new generation --------------------------------------------------------------------------------

    /** Drops the segment's uncounted votes and passes on what it has counted. */
    void reopenSession(SimSegment segment) {
        for (Tally tally : flights.values()) {
            tally.onGeneration(segment.id, segment.generation());
        }
        settlers.onGeneration(segment.id);
        fates.forEach((id, fate) ->
                segment.acceptor().decided(id, fate, false, List.of(), world.contentOfCommitted(id, fate), World.NOW));
    }
}
