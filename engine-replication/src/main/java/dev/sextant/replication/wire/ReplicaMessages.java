package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.ValueCodec.point;
import static dev.sextant.replication.wire.ValueCodec.replica;

import dev.sextant.conflict.message.SegmentMessage.ReplicaAlive;
import dev.sextant.conflict.message.WriterMessage.Missed;
import dev.sextant.conflict.message.WriterMessage.ReplicaHeartbeat;
import dev.sextant.replication.wire.proto.ToSegment;
import dev.sextant.replication.wire.proto.ToWriter;

/** What read replicas tell. */
final class ReplicaMessages {
    private ReplicaMessages() {}

    static ToSegment.ReplicaAlive toWire(ReplicaAlive message) {
        return ToSegment.ReplicaAlive.newBuilder()
                .setReplica(message.replica().index())
                .addAllInUse(Lists.map(message.inUse(), ValueCodec::wire))
                .build();
    }

    static ReplicaAlive fromWire(ToSegment.ReplicaAlive wire) {
        return new ReplicaAlive(
                replica(wire.getReplica()),
                Lists.read(wire.getInUseList(), WireLimits.MAX_POINTS, "read points", ValueCodec::point));
    }

    static ToWriter.ReplicaHeartbeat toWire(ReplicaHeartbeat message) {
        return ToWriter.ReplicaHeartbeat.newBuilder()
                .setReplica(message.replica().index())
                .setApplied(ValueCodec.wire(message.applied()))
                .setOldestInUse(ValueCodec.wire(message.oldestInUse()))
                .build();
    }

    static ReplicaHeartbeat fromWire(ToWriter.ReplicaHeartbeat wire) {
        return new ReplicaHeartbeat(replica(wire.getReplica()), point(wire.getApplied()), point(wire.getOldestInUse()));
    }

    static ToWriter.Missed toWire(Missed message) {
        return ToWriter.Missed.newBuilder()
                .setReplica(message.replica().index())
                .addAllIds(Lists.map(message.ids(), ValueCodec::wire))
                .build();
    }

    static Missed fromWire(ToWriter.Missed wire) {
        return new Missed(replica(wire.getReplica()), ValueCodec.proposalIds(wire.getIdsList()));
    }
}
