package dev.sextant.conflict.explore;

import java.util.SplittableRandom;

/**
 * The world of one random run, drawn from its seed: how many pages, how much is lost, how often writers die, whether disks are
 * lost. Runs that differ in kind find more than runs that differ in luck alone.
 */
record Swarm(
        int steps,
        int pages,
        int readsPercent,
        int lossPercent,
        int proposeWeight,
        int timeoutWeight,
        int settleWeight,
        int killWeight,
        int zoneWeight,
        int restartWeight,
        int diskWeight,
        boolean rebuildsVoteAtOnce,
        boolean beginsInDoubt,
        boolean drawsUnheard) {
    static Swarm draw(SplittableRandom random) {
        return new Swarm(
                random.nextInt(500, 4000),
                random.nextInt(2, 7),
                random.nextInt(4) * 25,
                random.nextInt(4) * 8,
                random.nextInt(5, 60),
                random.nextInt(1, 12),
                random.nextInt(1, 12),
                random.nextInt(3),
                random.nextInt(4),
                random.nextInt(5),
                random.nextInt(3) == 0 ? 5 : 0,
                false,
                false,
                false);
    }

    /** A short world that begins with a proposal half accepted, its writer's slot claimed, and two settlers at work on it. */
    Swarm withAClaimInDoubt() {
        return new Swarm(150, pages, 0, 0, 0, 0, 20, 0, 0, 0, 0, false, true, false);
    }

    /** The same world, where a segment that lost its disk votes at once. */
    Swarm withVotesAtOnce() {
        return new Swarm(
                steps,
                pages,
                readsPercent,
                lossPercent,
                proposeWeight,
                timeoutWeight,
                settleWeight,
                Math.max(2, killWeight),
                zoneWeight,
                restartWeight,
                8,
                true,
                false,
                false);
    }

    /** The same world, where writers may draw seqs although no segment has heard of their last ones. */
    Swarm withSeqsDrawnUnheard() {
        return new Swarm(
                steps,
                pages,
                readsPercent,
                lossPercent,
                proposeWeight,
                timeoutWeight,
                settleWeight,
                Math.max(2, killWeight),
                Math.max(3, zoneWeight),
                restartWeight,
                diskWeight,
                false,
                false,
                true);
    }
}
