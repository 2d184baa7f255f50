package dev.sextant.replication.repair;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Processes that take slots, and may stop at any point. */
final class SlotChanges {
    private static final int MOST = 3;
    private static final int MOST_ROUNDS = 8;
    /** Above those that repairs and first incarnations use. */
    private static final long FIRST_NONCE = 1_000_000;

    private final SplittableRandom random;
    private final List<VotingSegment> segments;
    private final Consumer<Claimant> opened;
    private final List<Claimant> claimants = new ArrayList<>();
    private long nonce = FIRST_NONCE;

    /**
     * Nobody takes a slot.
     *
     * @param opened hears of whoever has opened one
     */
    SlotChanges(SplittableRandom random, List<VotingSegment> segments, Consumer<Claimant> opened) {
        this.random = random;
        this.segments = segments;
        this.opened = opened;
    }

    /** One message of one of them is delivered and answered. */
    void step(VotingSegment segment) {
        if (claimants.isEmpty() || (claimants.size() < MOST && random.nextInt(12) == 0)) {
            begin(new WriterId(random.nextInt(WriterId.MAX_COUNT)));
        }
        step(claimants.get(random.nextInt(claimants.size())), segment);
    }

    Claimant begin(WriterId writer) {
        Claimant claimant = new Claimant(writer, highestClaim(writer, segments) + 1, nonce++);
        claimants.add(claimant);
        return claimant;
    }

    void step(Claimant claimant, VotingSegment segment) {
        if (claimant.step(segment)) {
            opened.accept(claimant);
        }
    }

    /** Somebody takes a slot at these four, and comes to the end of it. */
    Claimant openAt(List<VotingSegment> four, WriterId writer) {
        Claimant claimant = begin(writer);
        for (int again = 0; again < MOST_ROUNDS && !claimant.isOpen(); again++) {
            four.forEach(each -> step(claimant, each));
        }
        if (!claimant.isOpen()) {
            throw new AssertionError(writer + " is not opened by four that answer");
        }
        claimants.remove(claimant);
        return claimant;
    }

    static long highestClaim(WriterId writer, List<VotingSegment> of) {
        return of.stream()
                .mapToLong(each -> each.acceptor.slot(writer).incarnation())
                .max()
                .orElse(0);
    }

    /** The segment has a new disk: what the former one said is void. */
    void onGeneration(SegmentId segment) {
        claimants.forEach(claimant -> claimant.onGeneration(segment));
    }
}
