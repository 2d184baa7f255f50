package dev.sextant.replication.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * One step before the known limit ({@link KnownLimitTest}): two segments are gone and the other four are split two against two,
 * but only one of the two rivals' writers is dead. The one that lives gives way, and everything goes on.
 */
class LivingRivalTest {
    private static final WriterId DEAD = new WriterId(0);
    private static final WriterId LIVING = new WriterId(1);
    private static final WriterId SETTLER = new WriterId(2);

    private final List<String> votes = new ArrayList<>();
    private final World world = Worlds.healthy(7, 3, this::listen);
    private final Table<String, Long> fought = world.database().table("fought", Codecs.utf8(), Codecs.int64());

    private void listen(String line) {
        if (line.contains("Voted") && line.contains(" 0 Accepted")) {
            votes.add(line);
        }
    }

    /** Found on a real cluster: a settler took the living writer's proposal from it, and neither could be decided any more. */
    @Test
    void bugTheLivingOwnerOfARivalIsAskedBeforeItIsSettled() {
        put(SETTLER, 1);
        world.segments().get(4).crash(0);
        world.segments().get(5).crash(0);
        world.time().runFor(VirtualTime.SECOND);
        far(DEAD, 2, 3);
        far(LIVING, 0, 1);
        votes.clear();
        change(DEAD);
        change(LIVING);
        assertTrue(within(VirtualTime.SECOND, () -> votes.size() >= 4), "two against two");
        world.slots().get(DEAD.slot()).kill();
        world.network().healAll();

        assertTrue(within(2 * VirtualTime.SECOND, this::nothingInDoubt), "four segments decide it");
        assertInstanceOf(CommitResult.Committed.class, put(SETTLER, 2));
        assertEquals(List.of(), world.contradictions());
    }

    private boolean within(long nanos, BooleanSupplier condition) {
        return world.time().runUntil(world.time().nowNanos() + nanos, condition);
    }

    private boolean nothingInDoubt() {
        return world.oldestUndecidedNanos() == Long.MAX_VALUE;
    }

    private void far(WriterId writer, int... segments) {
        for (int segment : segments) {
            NodeAddress from = world.slots().get(writer.slot()).address();
            world.network().delay(from, world.segments().get(segment).address(), 30 * VirtualTime.MILLI);
        }
    }

    private void change(WriterId writer) {
        Transaction transaction = world.database(writer).begin();
        transaction.put(fought, "row", 10L + writer.slot());
        transaction.commitAsync();
    }

    private CommitResult put(WriterId writer, long value) {
        Transaction transaction = world.database(writer).begin();
        transaction.put(fought, "row", value);
        return transaction.commit();
    }
}
