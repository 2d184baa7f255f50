package dev.sextant.conflict.explore;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A segment of a random run: the production acceptor on a disk that may be lost, in a zone that may be cut off. */
final class SimSegment {
    final SegmentId id;
    private final World world;
    private Disk disk;
    private Acceptor acceptor;
    private boolean inReach = true;
    private boolean whole = true;
    private boolean rebuilding;
    private long generation = 1;

    SimSegment(World world, SegmentId id) {
        this.world = world;
        this.id = id;
        disk = new OwnDisk();
        acceptor = world.machinery().acceptor(disk);
    }

    private final class OwnDisk extends Disk {
        @Override
        public void registerChanged(ProposalId proposal, Register register) {
            super.registerChanged(proposal, register);
            if (register.holdsCommit() && !rebuilding) {
                world.truth().accepted(id.index(), proposal, register.accepted());
            }
        }

        @Override
        public void fateLearned(
                ProposalId proposal,
                Fate fate,
                boolean counted,
                List<BaseReaders> readers,
                @Nullable Proposal content) {
            super.fateLearned(proposal, fate, counted, readers, content);
            world.truth().believed(proposal, fate);
            world.statistics().learned(proposal);
        }

        @Override
        public void revoted(Proposal proposal, Ballot ballot, Verdict verdict) {
            if (ballot.equals(Ballot.PROPOSE)) {
                world.answerOwner(SimSegment.this, proposal, verdict);
            } else {
                world.answerSettler(SimSegment.this, ballot, verdict);
            }
        }
    }

    Acceptor acceptor() {
        return acceptor;
    }

    long generation() {
        return generation;
    }

    boolean isWhole() {
        return whole;
    }

    boolean answers() {
        return inReach && whole;
    }

    void reach(boolean reachable) {
        inReach = reachable;
    }

    // ---- restarts --------------------------------------------------------------------------------------------------

    /** Comes back from its disk, and must be what it was but for what waited in memory. */
    void restart() {
        Acceptor before = acceptor;
        acceptor = disk.restore(world.machinery());
        Check.state(durable(before).equals(durable(acceptor)), "a restarted segment is what it was", id);
    }

    private List<Object> durable(Acceptor of) {
        List<Object> state = new ArrayList<>();
        for (ProposalId proposal : of.undecided()) {
            state.add(List.of(proposal, of.register(proposal)));
        }
        disk.fates
                .keySet()
                .forEach(proposal -> state.add(String.valueOf(of.fates().of(proposal))));
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            state.add(of.slot(new WriterId(slot)));
            state.add(of.highestSeq(new WriterId(slot)));
        }
        for (int page = 0; page <= world.swarm().pages(); page++) {
            PageId pageId = new PageId(page);
            state.add(of.pages().newest(pageId));
            state.add(of.pages().readersOfNewest(pageId));
            state.add(of.pages().holders(pageId).stream()
                    .map(Proposal::id)
                    .sorted()
                    .toList());
        }
        return state;
    }

    // ---- a lost disk -----------------------------------------------------------------------------------------------

    void loseDisk(boolean votesAtOnce) {
        disk = new OwnDisk();
        acceptor = world.machinery().acceptor(disk);
        generation++;
        whole = votesAtOnce;
    }

    /**
     * Becomes whole from at least three whole segments, if every slot has a writer that re-opens its session with this segment:
     * the highest claims, all openings, all decided, and everything undecided as rivals; it abstains on all that is older.
     */
    boolean rebuild(List<SimSegment> sources) {
        TreeMap<WriterId, SimWriter> writers = new TreeMap<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            SimWriter holder = world.openHolder(writer, highestClaim(writer, sources));
            if (holder == null) {
                return false;
            }
            writers.put(writer, holder);
        }
        rebuilding = true;
        writers.forEach((writer, holder) -> takeSlot(writer, holder, sources));
        takeDecided(sources);
        for (SimSegment source : sources) {
            for (ProposalId undecided : source.acceptor.undecided()) {
                Register register = source.acceptor.register(undecided);
                if (register.holdsCommit()) {
                    acceptor.holdAsRival(register.content());
                }
            }
        }
        rebuilding = false;
        writers.values().forEach(holder -> holder.reopenSession(this));
        whole = true;
        return true;
    }

    private static long highestClaim(WriterId writer, List<SimSegment> sources) {
        return sources.stream()
                .mapToLong(source -> source.acceptor.slot(writer).incarnation())
                .max()
                .orElseThrow();
    }

    private void takeSlot(WriterId writer, SimWriter holder, List<SimSegment> sources) {
        TreeMap<Long, SlotState.Opening> openings = new TreeMap<>();
        long nonce = 0;
        for (SimSegment source : sources) {
            SlotState theirs = source.acceptor.slot(writer);
            theirs.openings()
                    .forEach(opening -> openings.put(opening.incarnation() * 1000 + opening.closeFrom(), opening));
            nonce = theirs.incarnation() == holder.incarnation() ? theirs.nonce() : nonce;
        }
        SlotState state = new SlotState(holder.incarnation(), nonce, List.copyOf(openings.values()), holder.nextSeq());
        acceptor.restoreSlot(writer, state);
        disk.slotChanged(writer, state);
    }

    private void takeDecided(List<SimSegment> sources) {
        for (SimSegment source : sources) {
            source.disk.fates.forEach((proposal, fate) -> acceptor.decided(
                    proposal, fate, false, List.of(), world.contentOfCommitted(proposal, fate), World.NOW));
        }
        for (SimSegment source : sources) {
            source.disk.pages.forEach((page, theirs) -> {
                if (theirs.newest().equals(acceptor.pages().newest(page))) {
                    TreeSet<ProposalId> readers = new TreeSet<>(acceptor.pages().readersOfNewest(page));
                    readers.addAll(theirs.readers());
                    acceptor.restorePage(page, theirs.newest(), List.copyOf(readers));
                    disk.pageChanged(page, theirs.newest(), List.copyOf(readers));
                }
            });
        }
    }
}
