package dev.sextant.api.fault;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;

/** A part of a cluster that can fail by itself, and one end of a link. */
public sealed interface FaultTarget {
    /** The zone it lives in. */
    AvailabilityZone zone();

    /** A writer as a target. */
    static FaultTarget of(WriterId writer) {
        return new Writer(writer);
    }

    /** A segment as a target. */
    static FaultTarget of(SegmentId segment) {
        return new Segment(segment);
    }

    /** A read replica as a target. */
    static FaultTarget of(ReplicaId replica) {
        return new Replica(replica);
    }

    /** A read replica. */
    record Replica(ReplicaId id) implements FaultTarget {
        @Override
        public AvailabilityZone zone() {
            return id.zone();
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** A writer. */
    record Writer(WriterId id) implements FaultTarget {
        @Override
        public AvailabilityZone zone() {
            return id.zone();
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** A segment. */
    record Segment(SegmentId id) implements FaultTarget {
        @Override
        public AvailabilityZone zone() {
            return id.zone();
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }
}
