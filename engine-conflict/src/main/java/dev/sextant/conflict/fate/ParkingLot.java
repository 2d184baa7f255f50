package dev.sextant.conflict.fate;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Rival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The proposals that wait at a segment, each at the ballot it came with, and the reservations they may wait behind. Nothing
 * here matters for safety, and nothing here survives a restart: owners and settlers send again what they miss an answer to.
 */
final class ParkingLot {
    private static final Comparator<Waiting> OLDEST_FIRST = Comparator.<Waiting, Lsn>comparing(
                    waiting -> waiting.proposal().age())
            .thenComparing(waiting -> waiting.proposal().id());

    /** A proposal that waits to be accepted for COMMIT at a ballot: its owner's, or a settler's. */
    record Waiting(Proposal proposal, Ballot ballot) {}

    private final TreeMap<ProposalId, Waiting> parked = new TreeMap<>();
    private final TreeMap<PageId, List<Held>> reservations = new TreeMap<>();

    private record Held(ProposalId renounced, Lsn age, long expiresNanos) {}

    ParkingLot copy() {
        ParkingLot copy = new ParkingLot();
        copy.parked.putAll(parked);
        copy.reservations.putAll(reservations);
        return copy;
    }

    /** Of several ballots for one proposal the highest waits. */
    void park(Proposal proposal, Ballot ballot) {
        Ballot before = ballotOf(proposal.id());
        if (before == null || before.compareTo(ballot) < 0) {
            parked.put(proposal.id(), new Waiting(proposal, ballot));
        }
    }

    void unpark(ProposalId id) {
        parked.remove(id);
    }

    @Nullable
    Ballot ballotOf(ProposalId id) {
        Waiting waiting = parked.get(id);
        return waiting == null ? null : waiting.ballot();
    }

    boolean contains(ProposalId id) {
        return parked.containsKey(id);
    }

    boolean isEmpty() {
        return parked.isEmpty();
    }

    List<Waiting> inOrder() {
        return parked.values().stream().sorted(OLDEST_FIRST).toList();
    }

    /**
     * A slot was claimed: what its former holders have waiting here waits for nobody, whether they proposed it or settle it for
     * somebody else. Woken later, a settler's COMMIT would stand in the way of what a repair commits.
     */
    void dropOlderIncarnations(WriterId writer, long incarnation) {
        parked.values().removeIf(waiting -> isOfOlder(waiting, writer, incarnation));
    }

    private static boolean isOfOlder(Waiting waiting, WriterId writer, long incarnation) {
        Ballot ballot = waiting.ballot();
        return ballot.equals(Ballot.PROPOSE)
                ? waiting.proposal().id().writer().equals(writer)
                        && waiting.proposal().incarnation() < incarnation
                : ballot.slot() == writer.slot() && ballot.incarnation() < incarnation;
    }

    void reserve(ProposalId renounced, Reservation reservation, long nowNanos) {
        Held held = new Held(renounced, reservation.age(), nowNanos + reservation.lifeNanos());
        for (PageId page : reservation.pages()) {
            List<Held> all = new ArrayList<>(reservations.getOrDefault(page, List.of()));
            all.removeIf(other -> other.renounced().equals(renounced) || other.expiresNanos() <= nowNanos);
            all.add(held);
            reservations.put(page, List.copyOf(all));
        }
    }

    /** The retry of a transaction of this age was accepted: its reservation has done its work. Tells whether there was one. */
    boolean retryAccepted(WriterId writer, Lsn age) {
        return dropReservations(
                held -> held.renounced().writer().equals(writer) && held.age().compareTo(age) >= 0);
    }

    /** Drops the reservations whose time is over; tells whether there were any. */
    boolean expire(long nowNanos) {
        return dropReservations(held -> held.expiresNanos() <= nowNanos);
    }

    private boolean dropReservations(Predicate<Held> which) {
        boolean dropped = false;
        for (PageId page : List.copyOf(reservations.keySet())) {
            List<Held> kept = reservations.getOrDefault(page, List.of()).stream()
                    .filter(held -> !which.test(held))
                    .toList();
            dropped |= kept.size() < reservations.getOrDefault(page, List.of()).size();
            if (kept.isEmpty()) {
                reservations.remove(page);
            } else {
                reservations.put(page, kept);
            }
        }
        return dropped;
    }

    /** The oldest reservation of another writer, older than the proposal, on any of its pages. */
    @Nullable
    Rival reservedBy(Proposal proposal, long nowNanos) {
        if (reservations.isEmpty()) {
            return null;
        }
        expire(nowNanos);
        Rival oldest = null;
        for (PageWrite write : proposal.writes()) {
            oldest = older(oldest, reservedBy(proposal, write.page()));
        }
        for (PageRead read : proposal.reads()) {
            oldest = older(oldest, reservedBy(proposal, read.page()));
        }
        return oldest;
    }

    private @Nullable Rival reservedBy(Proposal proposal, PageId page) {
        Rival oldest = null;
        for (Held held : reservations.getOrDefault(page, List.of())) {
            Rival rival = new Rival(held.renounced(), held.age());
            if (!held.renounced().writer().equals(proposal.id().writer()) && rival.isOlderThan(proposal.age())) {
                oldest = older(oldest, rival);
            }
        }
        return oldest;
    }

    private static @Nullable Rival older(@Nullable Rival one, @Nullable Rival other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.isOlderThan(one.age()) ? other : one;
    }

    long nextExpiryNanos() {
        long next = Long.MAX_VALUE;
        for (Map.Entry<PageId, List<Held>> entry : reservations.entrySet()) {
            for (Held held : entry.getValue()) {
                next = Math.min(next, held.expiresNanos());
            }
        }
        return next;
    }
}
