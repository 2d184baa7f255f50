package dev.sextant.replication.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.Database;
import dev.sextant.api.ProposalId;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The known limit of the protocol, produced on purpose: two writers that fight for a page die in the middle of the vote, two
 * segments are gone, and the other four are split two against two.
 */
class KnownLimitTest {
    private static final WriterId FIRST = new WriterId(0);
    private static final WriterId SECOND = new WriterId(1);
    private static final WriterId SURVIVOR = new WriterId(2);
    private static final TransactionOptions PATIENT =
            TransactionOptions.DEFAULT.withCommitTimeout(Duration.ofSeconds(20));

    private final List<String> votes = new ArrayList<>();
    private final World world = Worlds.healthy(7, 3, this::listen);
    private final Table<String, Long> fought = world.database().table("fought", Codecs.utf8(), Codecs.int64());
    private final Table<String, Long> calm = world.database().table("calm", Codecs.utf8(), Codecs.int64());

    private void listen(String line) {
        if (line.contains("Voted") && line.contains(" 0 Accepted")) {
            votes.add(line);
        }
    }

    @Test
    void twoAgainstTwoBlocksThosePagesAloneUntilAFifthSegmentIsBack() {
        put(SURVIVOR, fought, "row", 1);
        put(SURVIVOR, calm, "row", 1);
        Set<ProposalId> rivals = splitTheVote();

        world.time().runFor(20 * VirtualTime.SECOND);

        assertEquals(rivals, inDoubt(), "both stay in doubt, and nothing else");
        assertInstanceOf(CommitResult.Committed.class, put(SURVIVOR, calm, "row", 2), "other pages go on");
        assertFalse(
                put(SURVIVOR, fought, "row", 2) instanceof CommitResult.Committed, "the page they fought for waits");

        world.segments().get(4).start();

        // Run again if the attempts of before, which were never given a fate, now turn out to have committed.
        world.database(SURVIVOR).run(PATIENT, transaction -> transaction.put(fought, "row", 3L));
        long patience = world.time().nowNanos() + 10 * VirtualTime.SECOND;
        assertTrue(world.time().runUntil(patience, () -> inDoubt().isEmpty()), "nothing is in doubt any more");
        assertTrue(
                world.contradictions().isEmpty(), () -> world.contradictions().toString());
    }

    /** Each of two writers gets two votes for its change of the same page; then both die. */
    private Set<ProposalId> splitTheVote() {
        world.segments().get(4).crash(0);
        world.segments().get(5).crash(0);
        world.time().runFor(VirtualTime.SECOND);
        far(0, 2, 3);
        far(1, 0, 1);
        votes.clear();
        change(FIRST);
        change(SECOND);
        assertTrue(world.time().runUntil(world.time().nowNanos() + VirtualTime.SECOND, () -> votes.size() >= 4));
        Set<ProposalId> rivals = new TreeSet<>();
        rivals.add(new ProposalId(FIRST, world.highestSeq(0)));
        rivals.add(new ProposalId(SECOND, world.highestSeq(1)));
        world.slots().get(0).kill();
        world.slots().get(1).kill();
        return rivals;
    }

    private void far(int writer, int... segments) {
        for (int segment : segments) {
            NodeAddress from = world.slots().get(writer).address();
            world.network().delay(from, world.segments().get(segment).address(), 30 * VirtualTime.MILLI);
        }
    }

    private void change(WriterId writer) {
        Transaction transaction = world.database(writer).begin();
        transaction.put(fought, "row", 10L + writer.slot());
        transaction.commitAsync();
    }

    private CommitResult put(WriterId writer, Table<String, Long> table, String key, long value) {
        Database database = world.database(writer);
        Transaction transaction = database.begin(PATIENT);
        transaction.put(table, key, value);
        return transaction.commit();
    }

    private Set<ProposalId> inDoubt() {
        return new TreeSet<>(
                world.slots().get(SURVIVOR.slot()).current().report().oldestInDoubt());
    }
}
