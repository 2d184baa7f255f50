package dev.sextant.replication.sim.swarm;

import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Picks whom something happens to: anybody, by chance, but first of all the node that was pointed at. */
final class Victims {
    private final World world;
    private final RandomGenerator random;
    private @Nullable NodeAddress pointedAt;

    Victims(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    /** While this is done, a node is picked wherever it will do. */
    void pointingAt(NodeAddress node, Runnable doing) {
        pointedAt = node;
        try {
            doing.run();
        } finally {
            pointedAt = null;
        }
    }

    @Nullable
    SimSegment segment(Predicate<SimSegment> wanted) {
        return pick(world.segments(), SimSegment::address, wanted);
    }

    @Nullable
    WriterSlot slot(Predicate<WriterSlot> wanted) {
        return pick(world.slots(), WriterSlot::address, wanted);
    }

    private <T> @Nullable T pick(List<T> all, Function<T, NodeAddress> address, Predicate<T> wanted) {
        List<T> found = new ArrayList<>();
        for (T each : all) {
            if (wanted.test(each)) {
                if (address.apply(each).equals(pointedAt)) {
                    return each;
                }
                found.add(each);
            }
        }
        return found.isEmpty() ? null : found.get(random.nextInt(found.size()));
    }

    List<NodeAddress> nodes() {
        List<NodeAddress> nodes = new ArrayList<>();
        world.segments().forEach(segment -> nodes.add(segment.address()));
        world.slots().forEach(slot -> nodes.add(slot.address()));
        return nodes;
    }

    NodeAddress node() {
        List<NodeAddress> nodes = nodes();
        return pointedAt == null ? nodes.get(random.nextInt(nodes.size())) : pointedAt;
    }
}
