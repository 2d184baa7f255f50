package dev.sextant.api;

import java.time.Duration;
import java.util.List;

/**
 * Whether a cluster does its work, and what to look after, told from its {@link ClusterStatus}. Commits need a writer that is
 * open and four segments that are up; reads need such a writer or an open read replica, three segments, and one of them full, for the
 * pages. While a writer is open replicas are not needed, so what is wrong with one makes nothing worse than {@link Verdict#DEGRADED}.
 *
 * @param verdict the worst of the reasons; healthy if there is none
 * @param writable whether commits can be made
 * @param readable whether transactions can begin and read, as of now and of everybody's commits: at a writer, or only at a read replica
 * @param reasons what is not as it should be, the worst first
 * @param status what all this was told from
 */
public record ClusterHealth(
        Verdict verdict, boolean writable, boolean readable, List<Reason> reasons, ClusterStatus status) {
    /** The fewest segments that can commit. */
    public static final int SEGMENTS_TO_COMMIT = 4;

    /** The fewest segments that together know of every commit. */
    public static final int SEGMENTS_TO_READ = 3;

    /** A read replica that takes this long to catch up wants to be looked after. */
    public static final Duration REPLICA_STARTS_LONG = Duration.ofSeconds(10);

    /** A read replica that lacks something for this long is behind. */
    public static final Duration REPLICA_LAGS_LONG = Duration.ofSeconds(5);

    public ClusterHealth {
        reasons = List.copyOf(reasons);
    }

    /** What a status means. */
    public static ClusterHealth of(ClusterStatus status) {
        return HealthRules.apply(status);
    }

    /** The whole of it as one line of JSON. Names are never changed or removed; new ones may be added in any version. */
    public String toJson() {
        return HealthJson.of(this);
    }

    /** How a cluster is, in one word. */
    public enum Verdict {
        /** Everything that was configured works. */
        HEALTHY,
        /** Commits and reads go on, but something is away, or wants to be looked after. */
        DEGRADED,
        /** Commits cannot be made, or reads cannot be answered. */
        UNAVAILABLE
    }

    /** What may be wrong with a cluster. */
    public enum Problem {
        /** No writer takes transactions. */
        NO_WRITER_OPEN(Verdict.UNAVAILABLE),
        /** Fewer than {@link #SEGMENTS_TO_COMMIT} segments are up. */
        WRITE_QUORUM_LOST(Verdict.UNAVAILABLE),
        /** Fewer than {@link #SEGMENTS_TO_READ} segments are up. */
        READ_QUORUM_LOST(Verdict.UNAVAILABLE),
        /** No segment that keeps pages is up. */
        NO_PAGES_IN_REACH(Verdict.UNAVAILABLE),
        /** Neither segment of a zone is up. */
        ZONE_LOST(Verdict.DEGRADED),
        /** Just as many segments are up as a commit needs. */
        NO_SEGMENT_TO_SPARE(Verdict.DEGRADED),
        /** A segment is down. */
        SEGMENT_DOWN(Verdict.DEGRADED),
        /** A segment's process cannot be asked. */
        SEGMENT_UNKNOWN(Verdict.DEGRADED),
        /** A segment's storage failed, and it took itself out of service. */
        SEGMENT_FAILED(Verdict.DEGRADED),
        /** A segment has a new disk, and does not count until that is filled. */
        SEGMENT_REBUILDING(Verdict.DEGRADED),
        /** A segment was away, and catches up. */
        SEGMENT_BEHIND(Verdict.DEGRADED),
        /** A segment serves what is not damaged on its disk. */
        DISK_DAMAGED(Verdict.DEGRADED),
        /** A tail's disk fills, since full segments are away. */
        LOG_KEPT(Verdict.DEGRADED),
        /** A writer is down. */
        WRITER_DOWN(Verdict.DEGRADED),
        /** A writer's process cannot be asked. */
        WRITER_UNKNOWN(Verdict.DEGRADED),
        /** Another process holds a writer's slot. */
        WRITER_FENCED(Verdict.DEGRADED),
        /** A writer does not take transactions yet. */
        WRITER_STARTING(Verdict.DEGRADED),
        /** A read replica is down. */
        REPLICA_DOWN(Verdict.DEGRADED),
        /** A read replica's process cannot be asked. */
        REPLICA_UNKNOWN(Verdict.DEGRADED),
        /** A read replica has been catching up for {@link #REPLICA_STARTS_LONG} or longer. */
        REPLICA_STARTING(Verdict.DEGRADED),
        /** A read replica has lacked something of a writer for {@link #REPLICA_LAGS_LONG} or longer. */
        REPLICA_BEHIND(Verdict.DEGRADED),
        /** Proposals are undecided for longer than they should be. */
        PROPOSALS_IN_DOUBT(Verdict.DEGRADED);

        private final Verdict verdict;

        Problem(Verdict verdict) {
            this.verdict = verdict;
        }

        /** How bad it is by itself. */
        public Verdict verdict() {
            return verdict;
        }
    }

    /**
     * Something that is not as it should be.
     *
     * @param problem what, for programs
     * @param message what, what goes on all the same and what to do, for people
     */
    public record Reason(Problem problem, String message) {}
}
