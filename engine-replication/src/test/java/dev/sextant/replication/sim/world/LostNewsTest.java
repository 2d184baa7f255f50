package dev.sextant.replication.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.ProposalId;
import dev.sextant.api.Table;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.replication.sim.time.VirtualTime;
import org.junit.jupiter.api.Test;

/** News is sent once; whoever needs it must get it all the same when it is lost. */
class LostNewsTest {
    private final World world = Worlds.healthy(11, 2);
    private final Table<String, Long> table = world.database().table("t", Codecs.utf8(), Codecs.int64());
    private final WriterId writer = new WriterId(0);
    private boolean losing;

    private void losesAllNewsOfFates() {
        world.onSend((from, message) -> {
            if (losing) {
                boolean news = message instanceof SegmentMessage.Decided
                        && from.equals(world.slots().get(0).address());
                world.segments().forEach(segment -> world.network().unplug(from, segment.address(), news));
            }
        });
    }

    private boolean allHold(ProposalId id) {
        return world.segments().stream()
                .allMatch(segment ->
                        segment.counters() != null && segment.counters().held().sees(id));
    }

    /** Found by a simulated world: no segment could learn the fate from another, and reads that need it were refused for good. */
    @Test
    void bugAFateThatNoSegmentHeardOfIsToldAgain() {
        losesAllNewsOfFates();
        world.time().runFor(VirtualTime.SECOND);
        losing = true;
        world.database(writer).run(transaction -> transaction.put(table, "row", 1L));
        ProposalId id = new ProposalId(writer, world.highestSeq(0));
        world.time().runFor(100 * VirtualTime.MILLI);
        losing = false;
        world.network().healAll();
        assertFalse(allHold(id), "the news was lost");

        assertTrue(world.time().runUntil(world.time().nowNanos() + 10 * VirtualTime.SECOND, () -> allHold(id)));
        assertEquals(0, world.contradictions().size());
    }

    /** Found by a simulated world: a writer that another process had fenced went on serving what it once knew. */
    @Test
    void bugAFencedWriterThatProposesNothingFindsOut() {
        SimWriter former = world.slots().get(0).current();
        world.slots().get(0).takeOver();
        assertTrue(world.time()
                .runUntil(
                        world.time().nowNanos() + 5 * VirtualTime.SECOND,
                        () -> world.slots().get(0).isOpen()));
        assertTrue(world.time().runUntil(world.time().nowNanos() + 5 * VirtualTime.SECOND, former::hasEnded));
    }
}
