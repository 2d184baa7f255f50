package dev.sextant.replication.repair;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.message.Undecided;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the segments that answer hold of one proposal that none of them knows the fate of, and what follows from that alone. */
final class RepairCase {
    /** What follows from what is held. */
    enum Standing {
        /** An earlier repair had it accepted for COMMIT somewhere: it must go on so. */
        BEGUN_COMMIT,
        /** An earlier repair had it accepted for ABORT somewhere: it must go on so. */
        BEGUN_ABORT,
        /** It was not committed, and cannot be. */
        CANNOT_COMMIT,
        /** It was given up, as far as anybody remembers. */
        GIVEN_UP,
        /** An opening of its slot may have closed it, or lost disks may have committed it before. */
        MAY_BE_CLOSED,
        /** It may be committed, but nobody has its content any more. */
        CONTENT_LOST,
        /** It may be committed. */
        MAY_COMMIT
    }

    private final ProposalId id;
    private final Quorums quorums;
    private final TreeSet<SegmentId> voters = new TreeSet<>();
    private final TreeSet<SegmentId> acceptedBy = new TreeSet<>();
    private final TreeSet<SegmentId> abstaining = new TreeSet<>();
    private @Nullable Proposal content;
    private boolean overtaken;
    private boolean touchedByRepair;
    private Ballot repairBallot = Ballot.PROPOSE;
    private @Nullable Fate repairValue;
    private Ballot highest = Ballot.PROPOSE;
    private Fate atHighest = Fate.COMMITTED;
    private int closers;
    private int closingVoters;

    RepairCase(ProposalId id, Quorums quorums) {
        this.id = id;
        this.quorums = quorums;
        for (int index = 0; index < quorums.segments(); index++) {
            abstaining.add(new SegmentId(index));
        }
    }

    /** What a segment holds of it; a segment that nothing is heard of counts as one that abstains. */
    void heldBy(SegmentId segment, Undecided held) {
        Register register = held.register();
        if (register.content() != null) {
            content = register.content();
        }
        overtaken |= held.overtaken();
        touchedByRepair |= register.promised().isRepair();
        Ballot accepted = register.accepted();
        if (accepted != null && accepted.isRepair() && accepted.compareTo(repairBallot) > 0) {
            repairBallot = accepted;
            repairValue = register.value();
        }
        if (!held.abstains()) {
            votes(segment, register);
        }
    }

    private void votes(SegmentId segment, Register register) {
        voters.add(segment);
        abstaining.remove(segment);
        if (register.holdsCommit()) {
            acceptedBy.add(segment);
        }
        Ballot accepted = register.accepted();
        Fate value = register.value();
        if (accepted != null && value != null && accepted.compareTo(highest) > 0) {
            highest = accepted;
            atHighest = value;
        }
    }

    /** What a segment knows of the slots, after {@link #heldBy} was told of all. */
    void slotsAt(SegmentId segment, List<SlotState> slots) {
        boolean ended = !acceptedBy.contains(segment) && hasOutlivedDelegator(slots);
        if (ended || closes(slots.get(id.slot()))) {
            closers++;
            closingVoters += voters.contains(segment) ? 1 : 0;
        }
    }

    private boolean hasOutlivedDelegator(List<SlotState> slots) {
        Proposal known = content;
        return known != null
                && known.delegators().stream()
                        .anyMatch(each -> slots.get(each.writer().slot()).hasOutlived(each.incarnation()));
    }

    private boolean closes(SlotState slot) {
        Proposal known = content;
        if (known != null) {
            return slot.closes(known.incarnation(), id.seq());
        }
        for (SlotState.Opening opening : slot.openings()) {
            if (id.seq() >= opening.closeFrom() && id.seq() < opening.firstSeq()) {
                return true;
            }
        }
        return false;
    }

    ProposalId id() {
        return id;
    }

    @Nullable
    Proposal content() {
        return content;
    }

    List<SegmentId> acceptedBy() {
        return List.copyOf(acceptedBy);
    }

    List<SegmentId> abstaining() {
        return List.copyOf(abstaining);
    }

    /**
     * The rules of a settler that has heard all voters, with the others in the place of those that are silent. An ABORT at the highest
     * ballot among voters proves that there was no commit as long as less than a write quorum is lost: see docs/protocol.md.
     */
    Standing standing() {
        if (repairValue != null) {
            return repairValue == Fate.COMMITTED ? Standing.BEGUN_COMMIT : Standing.BEGUN_ABORT;
        }
        if (overtaken || !quorums.mayBeChosen(acceptedBy.size(), voters.size())) {
            return Standing.CANNOT_COMMIT;
        }
        if (atHighest == Fate.ABORTED) {
            return mayBeForgotten() ? Standing.GIVEN_UP : Standing.CANNOT_COMMIT;
        }
        if (mayBeOpened()) {
            return Standing.MAY_BE_CLOSED;
        }
        return content == null ? Standing.CONTENT_LOST : Standing.MAY_COMMIT;
    }

    /** Whether those that are lost may have decided it among themselves. */
    private boolean mayBeForgotten() {
        return quorums.mayBeChosen(0, voters.size());
    }

    /**
     * Whether four may have accepted an opening that closes it. If four have, four know of it for ever, since new disks are told; but a new
     * disk knows also what none but one had accepted.
     */
    private boolean mayBeOpened() {
        return closers >= quorums.write() && quorums.mayBeChosen(closingVoters, voters.size());
    }

    /**
     * Whether somebody may have found out that it is aborted, though nothing that is left shows it: those that are lost gave it up among
     * themselves, or closed it together with voters. To a settler it is enough that too few are left to commit it.
     */
    boolean mayBeKnownAborted() {
        int mayHaveClosed = closingVoters + quorums.segments() - voters.size();
        return mayBeForgotten() || mayHaveClosed > quorums.segments() - quorums.write();
    }

    /** Whether no settler can decide it any more, whatever its rivals come to. */
    boolean isBeyondSettlers(Fate fate) {
        int mayAccept = voters.size() - (fate == Fate.COMMITTED ? closingVoters : 0);
        return touchedByRepair || mayAccept < quorums.write();
    }

    /** Whether a quorum of voters holds it for COMMIT, so that it is as good as committed. */
    boolean isChosen() {
        return acceptedBy.size() >= quorums.write();
    }

    Lsn age() {
        return content == null ? Lsn.ZERO : content.age();
    }

    Lsn lsn() {
        return content == null ? Lsn.ZERO : content.lsn();
    }

    /** Whether at most one of the two may commit. */
    boolean excludes(RepairCase other) {
        if (replaces(other) || other.replaces(this)) {
            return true;
        }
        Proposal one = content;
        Proposal two = other.content;
        if (one == null || two == null) {
            return false;
        }
        return one.transactions().stream().anyMatch(two.transactions()::contains)
                || overwrites(one, two)
                || overwrites(two, one);
    }

    /** Whether it is a later attempt at the same, which also shows where nobody has the content of the earlier one. */
    private boolean replaces(RepairCase other) {
        Proposal known = content;
        return known != null && known.replaces().contains(other.id);
    }

    /** Whether the one writes a page on a base that the other writes or reads. */
    private static boolean overwrites(Proposal one, Proposal two) {
        for (PageWrite write : one.writes()) {
            boolean written = two.writes().stream()
                    .anyMatch(other ->
                            other.page().equals(write.page()) && other.base().equals(write.base()));
            if (written || two.reads().contains(new PageRead(write.page(), write.base()))) {
                return true;
            }
        }
        return false;
    }
}
