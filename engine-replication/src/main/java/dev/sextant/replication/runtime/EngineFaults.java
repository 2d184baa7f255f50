package dev.sextant.replication.runtime;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.StorageFailedException;
import dev.sextant.api.WriterId;
import dev.sextant.api.fault.FaultTarget;
import dev.sextant.api.fault.Faults;
import dev.sextant.storage.store.StoreException;
import java.time.Duration;
import java.util.function.Consumer;

/** Kills, starts, cuts and loses parts of one cluster on purpose. */
final class EngineFaults implements Faults {
    private final Nodes nodes;
    private final LinkFaults links;

    EngineFaults(Nodes nodes, InProcessNetwork network) {
        this.nodes = nodes;
        this.links = new LinkFaults(network);
    }

    private void checkOpen() {
        if (nodes.isClosing()) {
            throw new ClusterClosedException();
        }
    }

    private WriterHost writer(WriterId writer) {
        checkOpen();
        if (writer.slot() >= nodes.writers().size()) {
            throw new ConfigurationException("writers", "is " + nodes.writers().size() + ", so there is no " + writer);
        }
        return nodes.writers().get(writer.slot());
    }

    private ReplicaHost replica(ReplicaId replica) {
        checkOpen();
        if (replica.index() >= nodes.replicas().size()) {
            throw new ConfigurationException(
                    "replicas", "is " + nodes.replicas().size() + ", so there is no " + replica);
        }
        return nodes.replicas().get(replica.index());
    }

    private SegmentHost segment(SegmentId segment) {
        checkOpen();
        return nodes.segments().get(segment.index());
    }

    @Override
    public void killWriter(WriterId writer) {
        writer(writer).kill();
    }

    @Override
    public void restartWriter(WriterId writer) {
        writer(writer).restart();
    }

    @Override
    public void killReplica(ReplicaId replica) {
        replica(replica).kill();
    }

    @Override
    public void restartReplica(ReplicaId replica) {
        replica(replica).restart();
    }

    @Override
    public void killSegment(SegmentId segment) {
        segment(segment).kill();
    }

    @Override
    public void restartSegment(SegmentId segment) {
        start(segment(segment));
    }

    private void start(SegmentHost segment) {
        try {
            segment.start();
        } catch (StoreException e) {
            throw new StorageFailedException(segment.place(), e);
        }
    }

    @Override
    public void loseDisk(SegmentId segment) {
        segment(segment).loseDisk();
    }

    @Override
    public void takeDown(AvailabilityZone zone) {
        checkOpen();
        // All at once, or nearly: the first to go must not tell the others much.
        inZone(zone, WriterHost::kill, SegmentHost::kill, ReplicaHost::kill);
    }

    @Override
    public void bringUp(AvailabilityZone zone) {
        checkOpen();
        inZone(zone, WriterHost::restart, this::start, ReplicaHost::restart);
    }

    private void inZone(
            AvailabilityZone zone,
            Consumer<? super WriterHost> onWriter,
            Consumer<? super SegmentHost> onSegment,
            Consumer<? super ReplicaHost> onReplica) {
        nodes.segments().stream().filter(host -> host.id().zone() == zone).forEach(onSegment);
        nodes.writers().stream().filter(host -> host.run().id().zone() == zone).forEach(onWriter);
        nodes.replicas().stream().filter(host -> host.zone() == zone).forEach(onReplica);
    }

    @Override
    public void cutLink(FaultTarget a, FaultTarget b) {
        checkOpen();
        links.cut(a, b);
    }

    @Override
    public void delayLink(FaultTarget a, FaultTarget b, Duration delay) {
        checkOpen();
        links.delay(a, b, delay);
    }

    @Override
    public void dropOnLink(FaultTarget a, FaultTarget b, double probability) {
        checkOpen();
        links.drop(a, b, probability);
    }

    @Override
    public void healLink(FaultTarget a, FaultTarget b) {
        checkOpen();
        links.heal(a, b);
    }

    @Override
    public void healAllLinks() {
        checkOpen();
        links.healAll();
    }
}
