package dev.sextant.replication.sim.swarm;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the guarantees promise that nobody notices: a writer and two segments, of one zone or of two, die at the same instant, in
 * the middle of votes. The four segments that remain must decide everything by themselves, for they stay alone until
 * {@link #over}; the writer comes back at once.
 */
final class Blow {
    private static final int LONGEST_WAIT_ROUND_TRIPS = 200;

    private final World world;
    private final RandomGenerator random;
    private List<SimSegment> away = List.of();

    Blow(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    /** Waits for a moment at which several writers have votes under way, and strikes. */
    void strike() {
        WriterSlot victim = world.slots().get(random.nextInt(world.slots().size()));
        away = random.nextBoolean() ? zone() : anyTwo();
        long roundTrip = world.settings().config().timeouts().roundTrip().toNanos();
        VirtualTime time = world.time();
        time.runUntil(
                time.nowNanos() + LONGEST_WAIT_ROUND_TRIPS * roundTrip, () -> isAtWork(victim) && othersAtWork(victim));
        // Not always when the second of them has just begun.
        time.runFor((long) (roundTrip * random.nextDouble()));
        world.trace()
                .event(
                        "blow",
                        victim.id().toString(),
                        away.get(0).id() + " " + away.get(1).id());
        victim.kill();
        away.forEach(segment -> segment.crash(random.nextInt(64)));
        victim.restart();
    }

    private static boolean isAtWork(WriterSlot slot) {
        return slot.current().report().undecided() > 0;
    }

    private boolean othersAtWork(WriterSlot victim) {
        return world.slots().size() == 1 || world.slots().stream().anyMatch(slot -> slot != victim && isAtWork(slot));
    }

    private List<SimSegment> zone() {
        AvailabilityZone zone = AvailabilityZone.values()[random.nextInt(AvailabilityZone.values().length)];
        return world.segments().stream()
                .filter(segment -> segment.id().zone() == zone)
                .toList();
    }

    private List<SimSegment> anyTwo() {
        int first = random.nextInt(world.segments().size());
        int second = (first + 1 + random.nextInt(world.segments().size() - 1))
                % world.segments().size();
        return List.of(world.segments().get(first), world.segments().get(second));
    }

    /** The segments that went come back. */
    void over() {
        away.forEach(SimSegment::start);
    }
}
