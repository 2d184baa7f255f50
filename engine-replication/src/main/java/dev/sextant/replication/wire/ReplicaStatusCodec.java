package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ReplicaState;
import dev.sextant.replication.wire.proto.WireReplicaState;
import dev.sextant.replication.wire.proto.WireReplicaStatus;

/** How a read replica is, as its process tells others. */
final class ReplicaStatusCodec {
    private ReplicaStatusCodec() {}

    static WireReplicaStatus wire(ReplicaStatus status) {
        return WireReplicaStatus.newBuilder()
                .setReplica(status.id().index())
                .setZone(HelloCodec.wire(status.zone()))
                .setState(wire(status.state()))
                .setStartingNanos(WriterStatusCodec.nanos(status.startingFor()))
                .setReadPoint(ValueCodec.wire(status.readPoint()))
                .setInDoubt(status.inDoubt().count())
                .addAllOldestInDoubt(WriterStatusCodec.oldest(status.inDoubt()))
                .addAllLag(WriterStatusCodec.wire(status.lag()))
                .setOpenTransactions(status.openTransactions())
                .setCacheSizeBytes(status.cache().sizeBytes())
                .setCacheHits(status.cache().hits())
                .setCacheMisses(status.cache().misses())
                .build();
    }

    static ReplicaStatus status(WireReplicaStatus wire) {
        return new ReplicaStatus(
                ValueCodec.replica(wire.getReplica()),
                HelloCodec.zone(wire.getZone()),
                state(wire.getState()),
                WriterStatusCodec.duration(wire.getStartingNanos()),
                ValueCodec.point(wire.getReadPoint()),
                WriterStatusCodec.inDoubt(wire.getInDoubt(), wire.getOldestInDoubtList()),
                WriterStatusCodec.lags(wire.getLagList()),
                (int) notNegative(wire.getOpenTransactions(), "a number of transactions"),
                new ClusterStatus.CacheStatus(
                        notNegative(wire.getCacheSizeBytes(), "a size"),
                        notNegative(wire.getCacheHits(), "a count"),
                        notNegative(wire.getCacheMisses(), "a count")));
    }

    private static WireReplicaState wire(ReplicaState state) {
        return switch (state) {
            case STARTING -> WireReplicaState.WIRE_REPLICA_STATE_STARTING;
            case OPEN -> WireReplicaState.WIRE_REPLICA_STATE_OPEN;
            case DOWN -> WireReplicaState.WIRE_REPLICA_STATE_DOWN;
            case UNKNOWN -> throw new IllegalArgumentException("a process knows the state of its own replica");
        };
    }

    private static ReplicaState state(WireReplicaState wire) {
        return switch (wire) {
            case WIRE_REPLICA_STATE_STARTING -> ReplicaState.STARTING;
            case WIRE_REPLICA_STATE_OPEN -> ReplicaState.OPEN;
            case WIRE_REPLICA_STATE_DOWN -> ReplicaState.DOWN;
            case WIRE_REPLICA_STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a replica is starting, open or down");
        };
    }
}
