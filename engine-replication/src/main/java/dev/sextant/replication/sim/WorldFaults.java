package dev.sextant.replication.sim;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.fault.FaultTarget;
import dev.sextant.api.fault.Faults;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.fault.FaultAction;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.time.LocalClock;
import dev.sextant.replication.sim.world.ReplicaPlace;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import java.time.Duration;
import java.util.function.Consumer;

/** Does harm to a world, as the API or a plan names it, and counts what was hit. Not thread safe. */
final class WorldFaults implements Faults {
    private final World world;

    WorldFaults(World world) {
        this.world = world;
    }

    // ---- as a plan names it ----------------------------------------------------------------------------------------

    void apply(FaultAction action) {
        if (action instanceof FaultAction.Kill kill) {
            onAny(kill.target(), this::kill, this::kill, this::kill);
        } else if (action instanceof FaultAction.Restart restart) {
            onAny(restart.target(), WriterSlot::restart, SimSegment::start, ReplicaPlace::restart);
        } else if (action instanceof FaultAction.Pause pause) {
            onAny(pause.target(), this::pause, this::pause, this::pause);
        } else if (action instanceof FaultAction.Resume resume) {
            onAny(resume.target(), WriterSlot::resume, SimSegment::resume, ReplicaPlace::resume);
        } else if (action instanceof FaultAction.TakeOver takeOver) {
            takeOver(slot(takeOver.writer()));
        } else if (action instanceof FaultAction.TakeDown down) {
            takeDown(down.zone());
        } else if (action instanceof FaultAction.BringUp up) {
            bringUp(up.zone());
        } else if (action instanceof FaultAction.LoseDisk lose) {
            loseDisk(lose.segment());
        } else if (action instanceof FaultAction.SlowDisk slow) {
            segment(slow.segment()).setSlowness(slow.times());
        } else if (action instanceof FaultAction.SkewClock skew) {
            changeClock(skew.target(), FaultKind.CLOCK_SKEW, clock -> clock.setRate(skew.rate()));
        } else if (action instanceof FaultAction.JumpClock jump) {
            changeClock(
                    jump.target(),
                    FaultKind.CLOCK_JUMP,
                    clock -> clock.jump(jump.ahead().toNanos()));
        } else {
            applyToLinks(action);
        }
    }

    private void applyToLinks(FaultAction action) {
        if (action instanceof FaultAction.Cut cut) {
            world.network().unplug(address(cut.from()), address(cut.to()), true);
            if (cut.bothWays()) {
                world.network().unplug(address(cut.to()), address(cut.from()), true);
            }
        } else if (action instanceof FaultAction.Delay delay) {
            delayLink(delay.one(), delay.other(), delay.by());
        } else if (action instanceof FaultAction.Drop drop) {
            dropOnLink(drop.one(), drop.other(), drop.probability());
        } else if (action instanceof FaultAction.HealLink heal) {
            healLink(heal.one(), heal.other());
        } else if (action instanceof FaultAction.Heal) {
            healAllLinks();
        } else {
            throw new AssertionError("unhandled " + action);
        }
    }

    private void onAny(
            FaultTarget target,
            Consumer<? super WriterSlot> onWriter,
            Consumer<? super SimSegment> onSegment,
            Consumer<? super ReplicaPlace> onReplica) {
        if (target instanceof FaultTarget.Writer writer) {
            onWriter.accept(slot(writer.id()));
        } else if (target instanceof FaultTarget.Segment segment) {
            onSegment.accept(segment(segment.id()));
        } else if (target instanceof FaultTarget.Replica replica) {
            onReplica.accept(replica(replica.id()));
        } else {
            throw new AssertionError("unhandled " + target);
        }
    }

    private WriterSlot slot(WriterId writer) {
        if (writer.slot() >= world.slots().size()) {
            throw new ConfigurationException("writers", "is " + world.slots().size() + ", so there is no " + writer);
        }
        return world.slots().get(writer.slot());
    }

    private ReplicaPlace replica(ReplicaId replica) {
        if (replica.index() >= world.replicas().size()) {
            throw new ConfigurationException(
                    "replicas", "is " + world.replicas().size() + ", so there is no " + replica);
        }
        return world.replicas().get(replica.index());
    }

    private SimSegment segment(SegmentId segment) {
        return world.segments().get(segment.index());
    }

    private static NodeAddress address(FaultTarget target) {
        if (target instanceof FaultTarget.Writer writer) {
            return NodeAddress.of(writer.id());
        } else if (target instanceof FaultTarget.Segment segment) {
            return NodeAddress.of(segment.id());
        } else if (target instanceof FaultTarget.Replica replica) {
            return NodeAddress.of(replica.id());
        }
        throw new AssertionError("unhandled " + target);
    }

    // ---- processes and disks ---------------------------------------------------------------------------------------

    private void kill(WriterSlot slot) {
        bit(FaultKind.WRITER_CRASH, slot.isRunning());
        slot.kill();
    }

    private void kill(SimSegment segment) {
        bit(FaultKind.SEGMENT_CRASH, segment.isRunning());
        segment.crash(0);
    }

    private void pause(WriterSlot slot) {
        bit(FaultKind.WRITER_PAUSE, slot.isRunning());
        slot.pause();
    }

    private void pause(SimSegment segment) {
        bit(FaultKind.SEGMENT_PAUSE, segment.isRunning());
        segment.pause();
    }

    private void kill(ReplicaPlace replica) {
        bit(FaultKind.REPLICA_CRASH, replica.isRunning());
        replica.kill();
    }

    private void pause(ReplicaPlace replica) {
        bit(FaultKind.REPLICA_PAUSE, replica.isRunning());
        replica.pause();
    }

    private void takeOver(WriterSlot slot) {
        bit(FaultKind.WRITER_ZOMBIE, slot.isRunning());
        slot.takeOver();
    }

    private void changeClock(FaultTarget target, FaultKind kind, Consumer<? super LocalClock> change) {
        bit(kind, world.changeClock(address(target), change));
    }

    private void bit(FaultKind kind, boolean hit) {
        if (hit) {
            world.bitten().bit(kind);
        }
    }

    // ---- as the API names it ---------------------------------------------------------------------------------------

    @Override
    public void killWriter(WriterId writer) {
        kill(slot(writer));
    }

    @Override
    public void restartWriter(WriterId writer) {
        slot(writer).restart();
    }

    @Override
    public void killReplica(ReplicaId replica) {
        kill(replica(replica));
    }

    @Override
    public void restartReplica(ReplicaId replica) {
        replica(replica).restart();
    }

    @Override
    public void killSegment(SegmentId segment) {
        kill(segment(segment));
    }

    @Override
    public void restartSegment(SegmentId segment) {
        segment(segment).start();
    }

    @Override
    public void loseDisk(SegmentId segment) {
        bit(FaultKind.LOST_DISK, true);
        segment(segment).loseDisk();
    }

    @Override
    public void takeDown(AvailabilityZone zone) {
        bit(FaultKind.ZONE_LOSS, true);
        inZone(zone, WriterSlot::kill, segment -> segment.crash(0), ReplicaPlace::kill);
    }

    @Override
    public void bringUp(AvailabilityZone zone) {
        inZone(zone, WriterSlot::restart, SimSegment::start, ReplicaPlace::restart);
    }

    private void inZone(
            AvailabilityZone zone,
            Consumer<? super WriterSlot> onWriter,
            Consumer<? super SimSegment> onSegment,
            Consumer<? super ReplicaPlace> onReplica) {
        world.segments().stream().filter(segment -> segment.id().zone() == zone).forEach(onSegment);
        world.slots().stream().filter(slot -> slot.id().zone() == zone).forEach(onWriter);
        world.replicas().stream().filter(place -> place.id().zone() == zone).forEach(onReplica);
    }

    // ---- links -----------------------------------------------------------------------------------------------------

    private interface OneWay {
        void change(NodeAddress from, NodeAddress to);
    }

    private static void bothWays(FaultTarget a, FaultTarget b, OneWay change) {
        change.change(address(a), address(b));
        change.change(address(b), address(a));
    }

    @Override
    public void cutLink(FaultTarget a, FaultTarget b) {
        bothWays(a, b, (from, to) -> world.network().unplug(from, to, true));
    }

    @Override
    public void delayLink(FaultTarget a, FaultTarget b, Duration delay) {
        if (delay.isNegative()) {
            throw new ConfigurationException("delay", "must not be negative, but is " + delay);
        }
        bothWays(a, b, (from, to) -> world.network().delay(from, to, delay.toNanos()));
    }

    @Override
    public void dropOnLink(FaultTarget a, FaultTarget b, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new ConfigurationException("probability", "must be 0 to 1, not " + probability);
        }
        bothWays(a, b, (from, to) -> world.network().drop(from, to, probability));
    }

    @Override
    public void healLink(FaultTarget a, FaultTarget b) {
        bothWays(a, b, (from, to) -> {
            world.network().unplug(from, to, false);
            world.network().delay(from, to, 0);
            world.network().drop(from, to, 0);
        });
    }

    @Override
    public void healAllLinks() {
        world.network().healAll();
    }
}
