package dev.sextant.replication.sim.swarm;

import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Lies in wait for steps of the protocol that matter and are rare, and strikes who takes one: what goes wrong at any moment goes
 * wrong only seldom between a promise and the vote that it forbids.
 */
final class Ambush {
    /** Each is a step after which the sender's memory, or what is on its way to others, decides whether all is well. */
    private static final List<Class<? extends Message>> STEPS = List.of(
            SegmentMessage.Propose.class,
            SegmentMessage.Renounce.class,
            SegmentMessage.Prepare.class,
            SegmentMessage.Settle.class,
            SegmentMessage.Claim.class,
            SegmentMessage.Open.class,
            SegmentMessage.OpenSession.class,
            SegmentMessage.CheckReads.class,
            SegmentMessage.AskHighest.class,
            SegmentMessage.RebuildAsk.class,
            SegmentMessage.RebuildTell.class,
            WriterMessage.Voted.class,
            WriterMessage.Promised.class,
            WriterMessage.Claimed.class,
            WriterMessage.Opened.class,
            WriterMessage.Redo.class);

    private static final int MOST_STEPS = 3;
    private static final int MOST_STRIKES = 60;
    private static final int ONE_IN = 3;

    private final World world;
    private final RandomGenerator random;
    private final Consumer<NodeAddress> strike;
    private final List<Class<? extends Message>> steps = new ArrayList<>();
    private final double chance;
    private final long longestDelayNanos;
    private int strikes;
    private boolean over;

    /** Draws what to wait for; in one world of {@link #ONE_IN} nothing. */
    Ambush(World world, RandomGenerator random, Consumer<NodeAddress> strike) {
        this.world = world;
        this.random = random;
        this.strike = strike;
        for (int count = random.nextInt(ONE_IN) == 0 ? 0 : 1 + random.nextInt(MOST_STEPS); count > 0; count--) {
            steps.add(STEPS.get(random.nextInt(STEPS.size())));
        }
        chance = Math.pow(10, -2.5 * random.nextDouble());
        longestDelayNanos =
                1 + 2 * world.settings().config().timeouts().roundTrip().toNanos();
    }

    void lie() {
        if (!steps.isEmpty()) {
            world.onSend(this::sent);
        }
    }

    void end() {
        over = true;
    }

    private void sent(NodeAddress from, Message message) {
        if (over || strikes == MOST_STRIKES || !steps.contains(message.getClass()) || random.nextDouble() >= chance) {
            return;
        }
        strikes++;
        boolean atOnce = random.nextBoolean();
        world.time().after(atOnce ? 0 : random.nextLong(longestDelayNanos), () -> {
            if (!over) {
                strike.accept(from);
            }
        });
    }
}
