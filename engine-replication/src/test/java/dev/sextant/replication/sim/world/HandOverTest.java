package dev.sextant.replication.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.SegmentId;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * One writer hands a transaction over to the one that wins its page, and then one of the two dies, or news of it are late. Whoever asks is
 * told what has happened, once and for good.
 */
class HandOverTest {
    private static final WriterId WINNER = new WriterId(0);
    private static final WriterId LOSER = new WriterId(1);
    private static final WriterId WITNESS = new WriterId(2);
    private static final long OLD = 1;
    private static final long NEW = 2;

    /** A vote may take long, and doubts do not come sooner. */
    private static final Timeouts PATIENT = Timeouts.builder()
            .vote(Duration.ofMillis(700))
            .inDoubt(Duration.ofMillis(750))
            .build();

    private final World world = Worlds.healthy(11, 3, PATIENT, line -> {});
    private final Table<String, Long> table = world.database().table("hot", Codecs.utf8(), Codecs.int64());

    /** Both change rows of one page until the one begins to hand over, and all of that has ended. */
    private void quarrel() {
        put(WITNESS, "row", OLD);
        for (long round = 0; round < 100 && handedOver() == 0; round++) {
            CompletableFuture<CommitResult> one = change(WINNER, "winner", round);
            CompletableFuture<CommitResult> other = change(LOSER, "loser", round);
            assertTrue(within(2 * VirtualTime.SECOND, () -> one.isDone() && other.isDone()), "both end");
        }
        assertTrue(handedOver() > 0, "the loser hands over");
    }

    private long handedOver() {
        return world.slots().get(LOSER.slot()).handedOver();
    }

    private CompletableFuture<CommitResult> handOver() {
        long before = handedOver();
        CompletableFuture<CommitResult> commit = change(LOSER, "row", NEW);
        assertTrue(within(VirtualTime.SECOND, () -> handedOver() > before), "it is handed over");
        return commit;
    }

    private CompletableFuture<CommitResult> change(WriterId writer, String row, long value) {
        Transaction transaction = world.database(writer).begin();
        transaction.put(table, row, value);
        return transaction.commitAsync().toCompletableFuture();
    }

    private CommitResult put(WriterId writer, String row, long value) {
        Transaction transaction = world.database(writer).begin();
        transaction.put(table, row, value);
        return transaction.commit();
    }

    private boolean within(long nanos, BooleanSupplier condition) {
        return world.time().runUntil(world.time().nowNanos() + nanos, condition);
    }

    private NodeAddress address(WriterId writer) {
        return world.slots().get(writer.slot()).address();
    }

    private NodeAddress segment(int index) {
        return world.segments().get(index).address();
    }

    private void proposalsTake(long millis) {
        for (int index = 0; index < SegmentId.COUNT; index++) {
            world.network().delay(address(WINNER), segment(index), millis * VirtualTime.MILLI);
        }
    }

    private void votesTake(long millis) {
        for (int index = 0; index < SegmentId.COUNT; index++) {
            world.network().delay(segment(index), address(WINNER), millis * VirtualTime.MILLI);
        }
    }

    /** What is handed over next arrives so late; what is said later overtakes it. */
    private CompletableFuture<CommitResult> handOverLate(long millis) {
        world.network().delay(address(LOSER), address(WINNER), millis * VirtualTime.MILLI);
        CompletableFuture<CommitResult> commit = handOver();
        world.network().delay(address(LOSER), address(WINNER), 0);
        return commit;
    }

    private CommitResult end(CompletableFuture<CommitResult> commit) {
        assertTrue(within(10 * VirtualTime.SECOND, commit::isDone), "it has an end");
        CommitResult result = commit.join();
        boolean committed = result instanceof CommitResult.Committed;
        world.network().healAll();
        world.time().runFor(5 * VirtualTime.SECOND);
        try (Transaction read = world.database(WITNESS).begin()) {
            assertEquals(committed ? NEW : OLD, read.get(table, "row").orElseThrow(), result::toString);
        }
        assertInstanceOf(CommitResult.Committed.class, put(WITNESS, "row", NEW + 1));
        assertEquals(List.of(), world.contradictions());
        return result;
    }

    @Test
    void whatIsHandedOverCommits() {
        quarrel();
        assertInstanceOf(CommitResult.Committed.class, end(handOver()));
    }

    @Test
    void whatIsVotedOnIsNotTriedTwice() {
        quarrel();
        votesTake(400);
        assertInstanceOf(CommitResult.Committed.class, end(handOverLate(500)));
    }

    @Test
    void whoAsksAfterTheLosersDeathWaitsForTheWinnersProposal() {
        quarrel();
        votesTake(600);
        CompletableFuture<CommitResult> commit = handOverLate(500);
        world.time().runFor(510 * VirtualTime.MILLI);
        world.slots().get(LOSER.slot()).kill();
        assertInstanceOf(CommitResult.Committed.class, end(commit));
    }

    @Test
    void whatArrivesAfterTheLosersSlotWasOpenedAnewNeverCommits() {
        quarrel();
        proposalsTake(2_000);
        CompletableFuture<CommitResult> commit = handOver();
        world.time().runFor(20 * VirtualTime.MILLI);
        world.slots().get(LOSER.slot()).kill();
        world.slots().get(WINNER.slot()).kill();
        assertInstanceOf(CommitResult.Conflicted.class, end(commit));
    }

    @Test
    void theWinnersDeathLeavesWhatItProposedToBeSettled() {
        quarrel();
        votesTake(400);
        CompletableFuture<CommitResult> commit = handOver();
        world.time().runFor(20 * VirtualTime.MILLI);
        world.slots().get(WINNER.slot()).kill();
        assertInstanceOf(CommitResult.Committed.class, end(commit));
    }

    @Test
    void whatTheWinnerNeverGotIsCommittedByTheLoser() {
        quarrel();
        CompletableFuture<CommitResult> commit = handOver();
        world.slots().get(WINNER.slot()).kill();
        assertInstanceOf(CommitResult.Committed.class, end(commit));
        assertTrue(world.slots().get(LOSER.slot()).current().report().counters().cameBack() > 0);
    }

    @Test
    void whatIsLostOnTheWayIsTakenBack() {
        quarrel();
        world.network().drop(address(LOSER), address(WINNER), 1);
        CompletableFuture<CommitResult> commit = handOver();
        world.network().drop(address(LOSER), address(WINNER), 0);
        assertInstanceOf(CommitResult.Committed.class, end(commit));
        assertTrue(world.slots().get(LOSER.slot()).current().report().counters().cameBack() > 0);
    }
}
