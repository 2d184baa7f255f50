package dev.sextant.replication.sim.fault;

/** What can go wrong in a simulated world. A kind counts as having bitten only when something was hit by it. */
public enum FaultKind {
    /** An envelope is lost on its way. */
    NETWORK_DROP(Area.NETWORK),
    /** An envelope arrives twice. */
    NETWORK_DUPLICATE(Area.NETWORK),
    /** An envelope overtakes an earlier one of its link. */
    NETWORK_REORDER(Area.NETWORK),
    /** An envelope takes many times as long as others. */
    NETWORK_DELAY(Area.NETWORK),
    /** Two sets of nodes cannot reach each other. */
    PARTITION(Area.NETWORK),
    /** One node reaches another, but not the other way round. */
    PARTITION_ONE_WAY(Area.NETWORK),
    /** Two halves cannot reach each other, but one node reaches both. */
    PARTITION_BRIDGE(Area.NETWORK),
    /** Everything on a link is late. */
    SLOW_LINK(Area.NETWORK),
    /** A link comes and goes many times a second. */
    FLAPPING_LINK(Area.NETWORK),
    /** A segment's machine loses power and what was not synced. */
    SEGMENT_CRASH(Area.PROCESS),
    /** Power fails in the middle of a write, before or after its sync. */
    CRASH_IN_WRITE(Area.DISK),
    /** A crash loses writes that were appended and not synced. */
    UNSYNCED_LOST(Area.DISK),
    /** A crash leaves a part of the last write. */
    TORN_WRITE(Area.DISK),
    /** A segment's process stands still, as for a long collection of garbage. */
    SEGMENT_PAUSE(Area.PROCESS),
    /** A writer's process dies. */
    WRITER_CRASH(Area.PROCESS),
    /** A writer's process stands still, and goes on later. */
    WRITER_PAUSE(Area.PROCESS),
    /** Another process takes the slot of a writer that lives, or stands still and wakes when it is fenced. */
    WRITER_ZOMBIE(Area.PROCESS),
    /** A whole zone loses power. */
    ZONE_LOSS(Area.PROCESS),
    /** A zone loses power while a segment elsewhere is down. */
    ZONE_LOSS_PLUS_ONE(Area.PROCESS),
    /** A node's clock runs fast or slow. */
    CLOCK_SKEW(Area.PROCESS),
    /** A node's clock jumps ahead. */
    CLOCK_JUMP(Area.PROCESS),
    /** A bit of what is stored flips, and a read finds it. */
    BIT_FLIP(Area.DISK),
    /** A bit flips on the way from the disk: another read would find it right. */
    BIT_FLIP_ON_READ(Area.DISK),
    /** A write lands on the wrong entry, and a read finds it. */
    MISDIRECTED_WRITE(Area.DISK),
    /** An entry cannot be read any more. */
    UNREADABLE_SECTOR(Area.DISK),
    /** The disk is full. */
    DISK_FULL(Area.DISK),
    /** A sync fails. */
    SYNC_FAILURE(Area.DISK),
    /** Every write takes many times as long. */
    SLOW_DISK(Area.DISK),
    /** A segment loses its disk and is rebuilt. */
    LOST_DISK(Area.DISK),
    /** A second segment loses its disk while one is being rebuilt. */
    TWO_LOST_DISKS(Area.DISK),
    /** A read replica's process dies. */
    REPLICA_CRASH(Area.REPLICA),
    /** A read replica's process stands still, and goes on later. */
    REPLICA_PAUSE(Area.REPLICA),
    /** A read replica does not reach some nodes, or is not reached by them. */
    REPLICA_CUT_OFF(Area.REPLICA);

    /** What a fault is a fault of. */
    public enum Area {
        /** Links between nodes. */
        NETWORK,
        /** A segment's store. */
        DISK,
        /** Processes, machines and their clocks. */
        PROCESS,
        /** Read replicas, which nobody else waits for. */
        REPLICA
    }

    private final Area area;

    FaultKind(Area area) {
        this.area = area;
    }

    /** What it is a fault of. */
    public Area area() {
        return area;
    }

    /** Its name as the command line spells it: {@code two-lost-disks}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
