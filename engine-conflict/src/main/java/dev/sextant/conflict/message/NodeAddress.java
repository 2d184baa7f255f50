package dev.sextant.conflict.message;

import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;

/** Who sends or receives a message: a storage segment, the holder of a writer slot, a read replica, or a repair. */
public record NodeAddress(Role role, int index) implements Comparable<NodeAddress> {
    /** The kinds of parts that exchange messages. */
    public enum Role {
        SEGMENT,
        WRITER,
        REPAIR,
        REPLICA
    }

    /** The repair of a volume: there is one at a time. */
    public static final NodeAddress REPAIR = new NodeAddress(Role.REPAIR, 0);

    public static NodeAddress of(SegmentId segment) {
        return new NodeAddress(Role.SEGMENT, segment.index());
    }

    public static NodeAddress of(WriterId writer) {
        return new NodeAddress(Role.WRITER, writer.slot());
    }

    public static NodeAddress of(ReplicaId replica) {
        return new NodeAddress(Role.REPLICA, replica.index());
    }

    public boolean isSegment() {
        return role == Role.SEGMENT;
    }

    public boolean isWriter() {
        return role == Role.WRITER;
    }

    public boolean isReplica() {
        return role == Role.REPLICA;
    }

    public SegmentId segment() {
        if (role != Role.SEGMENT) {
            throw new IllegalStateException(this + " is not a segment");
        }
        return new SegmentId(index);
    }

    public WriterId writer() {
        if (role != Role.WRITER) {
            throw new IllegalStateException(this + " is not a writer");
        }
        return new WriterId(index);
    }

    public ReplicaId replica() {
        if (role != Role.REPLICA) {
            throw new IllegalStateException(this + " is not a replica");
        }
        return new ReplicaId(index);
    }

    @Override
    public int compareTo(NodeAddress other) {
        int byRole = role.compareTo(other.role);
        return byRole != 0 ? byRole : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return switch (role) {
            case SEGMENT -> "segment-" + index;
            case WRITER -> "writer-" + index;
            case REPAIR -> "repair";
            case REPLICA -> "replica-" + index;
        };
    }
}
