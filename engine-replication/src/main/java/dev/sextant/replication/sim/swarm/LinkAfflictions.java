package dev.sextant.replication.sim.swarm;

import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.world.SimNetwork;
import dev.sextant.replication.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What goes wrong with links: partitions of every shape, slow ones and flapping ones. */
final class LinkAfflictions {
    /** Slower than every time-out, so that now and then a proposal arrives after it was settled. */
    private static final double SLOWEST_TIMES = 400;

    private static final long FLAP_NANOS = 30 * VirtualTime.MILLI;

    private final World world;
    private final RandomGenerator random;
    private final Victims victims;
    private final int mostSegmentsAway;

    LinkAfflictions(World world, RandomGenerator random, Victims victims, int mostSegmentsAway) {
        this.world = world;
        this.random = random;
        this.victims = victims;
        this.mostSegmentsAway = mostSegmentsAway;
    }

    /** Begins one; tells how to end it, or null if it is none of links. */
    @Nullable
    Runnable begin(FaultKind kind) {
        return switch (kind) {
            case PARTITION -> cutBetween(kind, false);
            case PARTITION_ONE_WAY -> cutBetween(kind, true);
            case PARTITION_BRIDGE -> bridge();
            case SLOW_LINK -> slow();
            case FLAPPING_LINK -> flap();
            default -> null;
        };
    }

    /** A few nodes, of which as many are segments as may be away. */
    private List<NodeAddress> few() {
        List<NodeAddress> few = new ArrayList<>();
        int segmentsLeft = random.nextInt(mostSegmentsAway + 1);
        for (NodeAddress node : victims.nodes()) {
            if (node.isSegment() && segmentsLeft > 0 && random.nextInt(3) == 0) {
                segmentsLeft--;
                few.add(node);
            } else if (!node.isSegment() && random.nextInt(3) == 0) {
                few.add(node);
            }
        }
        return few;
    }

    private static void between(
            List<NodeAddress> some, List<NodeAddress> others, BiConsumer<NodeAddress, NodeAddress> each) {
        for (NodeAddress one : some) {
            for (NodeAddress other : others) {
                if (!one.equals(other)) {
                    each.accept(one, other);
                }
            }
        }
    }

    private List<NodeAddress> others(List<NodeAddress> few) {
        List<NodeAddress> others = victims.nodes();
        others.removeAll(few);
        return others;
    }

    private @Nullable Runnable cutBetween(FaultKind kind, boolean oneWay) {
        List<NodeAddress> few = few();
        List<NodeAddress> others = others(few);
        if (few.isEmpty()) {
            return null;
        }
        boolean outward = random.nextBoolean();
        return cutLinks(kind, few, others, !oneWay || outward, !oneWay || !outward);
    }

    private Runnable cutLinks(
            FaultKind kind, List<NodeAddress> some, List<NodeAddress> others, boolean outward, boolean inward) {
        SimNetwork network = world.network();
        between(some, others, (one, other) -> {
            if (outward) {
                network.cut(one, other, kind);
            }
            if (inward) {
                network.cut(other, one, kind);
            }
        });
        return () -> between(some, others, (one, other) -> {
            if (outward) {
                network.mend(one, other);
            }
            if (inward) {
                network.mend(other, one);
            }
        });
    }

    private @Nullable Runnable bridge() {
        List<NodeAddress> few = few();
        List<NodeAddress> others = others(few);
        if (few.isEmpty() || others.size() < 2) {
            return null;
        }
        others.remove(random.nextInt(others.size()));
        return cutLinks(FaultKind.PARTITION_BRIDGE, few, others, true, true);
    }

    private Runnable slow() {
        NodeAddress one = victims.node();
        double times = Math.pow(SLOWEST_TIMES, random.nextDouble());
        long delay = (long) (times * world.settings().network().betweenZonesNanos());
        SimNetwork network = world.network();
        List<NodeAddress> others = others(List.of(one));
        boolean allLinks = random.nextBoolean();
        List<NodeAddress> slowed = allLinks ? others : List.of(others.get(random.nextInt(others.size())));
        between(List.of(one), slowed, (a, b) -> {
            network.delay(a, b, delay);
            network.delay(b, a, delay);
        });
        return () -> between(List.of(one), slowed, (a, b) -> {
            network.delay(a, b, 0);
            network.delay(b, a, 0);
        });
    }

    private Runnable flap() {
        NodeAddress one = victims.node();
        List<NodeAddress> others = others(List.of(one));
        List<NodeAddress> flapping = random.nextBoolean() ? others : List.of(others.get(random.nextInt(others.size())));
        Flapping flaps = new Flapping(List.of(one), flapping);
        flaps.toggle();
        return flaps::end;
    }

    /** Cuts and mends by turns until it is ended. */
    private final class Flapping {
        private final List<NodeAddress> some;
        private final List<NodeAddress> others;
        private @Nullable Runnable mend;
        private boolean ended;

        Flapping(List<NodeAddress> some, List<NodeAddress> others) {
            this.some = some;
            this.others = others;
        }

        void toggle() {
            if (ended) {
                return;
            }
            if (mend == null) {
                mend = cutLinks(FaultKind.FLAPPING_LINK, some, others, true, true);
            } else {
                mend.run();
                mend = null;
            }
            world.time().after(1 + random.nextLong(FLAP_NANOS), this::toggle);
        }

        void end() {
            ended = true;
            if (mend != null) {
                mend.run();
                mend = null;
            }
        }
    }
}
