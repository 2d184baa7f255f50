package dev.sextant.api;

import dev.sextant.api.spi.Check;

/** A read replica of a volume: a node that applies what writers commit and answers reads, and commits nothing itself. */
public record ReplicaId(int index) implements Comparable<ReplicaId> {
    /** The most read replicas a volume can have at once. */
    public static final int MAX_COUNT = 15;

    public ReplicaId {
        Check.argument(index >= 0 && index < MAX_COUNT, "a replica is 0.." + (MAX_COUNT - 1));
    }

    /** The zone the replica lives in unless its process says otherwise: replicas go round the zones. */
    public AvailabilityZone zone() {
        return AvailabilityZone.values()[index % AvailabilityZone.values().length];
    }

    @Override
    public int compareTo(ReplicaId other) {
        return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return "replica-" + index;
    }
}
