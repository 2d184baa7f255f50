package dev.sextant.api;

import java.util.List;
import java.util.Optional;

/**
 * What a repair would do, made by {@link Cluster#planRepair()}: proposals that the segments can never decide by themselves any more,
 * and the fate that the repair would give each of them. Making it changes nothing. A person reads it, above all
 * {@link Doubt#lossPossible()}, and hands it to {@link Cluster#repair}, or does not.
 *
 * <p>There are two ways to get here. Two writers that fought for a page died in the middle of the vote, two segments are lost, and the
 * other four are split 2-2; or so many disks were replaced that fewer than four segments still have a say in a proposal. Both
 * need several failures at once.
 *
 * @param doubts what needs the decision of a person, in the order in which it is decided; empty if nothing does
 * @param obstacles what must be seen to before a repair can begin, in whole sentences; empty if nothing must. While a segment is
 *     away the doubts are listed as if it never came back; if it does come back with its disk, they may go away by themselves
 */
public record RepairPlan(List<Doubt> doubts, List<String> obstacles) {
    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_PRIME = 0x100000001b3L;

    public RepairPlan {
        doubts = List.copyOf(doubts);
        obstacles = List.copyOf(obstacles);
    }

    /** Whether there is nothing to repair. */
    public boolean isEmpty() {
        return doubts.isEmpty();
    }

    /** Whether a repair can begin. */
    public boolean isReady() {
        return obstacles.isEmpty();
    }

    /** Whether something that was acknowledged may be lost by it. */
    public boolean mayLoseCommits() {
        return doubts.stream().anyMatch(Doubt::lossPossible);
    }

    /** A short text that differs between plans that would do different things, for a person to confirm a plan with. */
    public String fingerprint() {
        long hash = HASH_START;
        for (Doubt doubt : doubts) {
            String text = doubt.proposal() + " " + doubt.decision() + " " + doubt.acceptedBy() + doubt.abstaining()
                    + doubt.rivals();
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * HASH_PRIME;
            }
        }
        return String.format("%016x", hash);
    }

    /** What becomes of a proposal. */
    public enum Decision {
        /** Its changes become part of the volume. */
        COMMIT,
        /** Nothing of it happens. */
        ABORT
    }

    /**
     * A proposal in doubt for good: a group of transactions that commit together or not at all.
     *
     * @param proposal which one
     * @param decision what the repair would make of it
     * @param lossPossible whether clients may have been told the opposite: for {@code ABORT}, that its transactions are committed; for
     *     {@code COMMIT}, that they are not. If so, the repair breaks that promise, and nobody can find out
     * @param reason why the decision is this one, and what may be lost by it, in whole sentences
     * @param pages the pages it writes, which are blocked until it is decided; none if its content is lost
     * @param transactions its transactions; none if its content is lost
     * @param age the LSN of the first attempt of the oldest of them; lower is older; empty if its content is lost
     * @param acceptedBy the segments that have a say in it and hold it for COMMIT
     * @param abstaining the segments that have no say in it, since their disks are newer, or that are away
     * @param rivals other proposals of this plan that exclude it
     */
    public record Doubt(
            ProposalId proposal,
            Decision decision,
            boolean lossPossible,
            String reason,
            List<PageId> pages,
            List<TransactionId> transactions,
            Optional<Lsn> age,
            List<SegmentId> acceptedBy,
            List<SegmentId> abstaining,
            List<ProposalId> rivals) {
        public Doubt {
            pages = List.copyOf(pages);
            transactions = List.copyOf(transactions);
            acceptedBy = List.copyOf(acceptedBy);
            abstaining = List.copyOf(abstaining);
            rivals = List.copyOf(rivals);
        }
    }
}
