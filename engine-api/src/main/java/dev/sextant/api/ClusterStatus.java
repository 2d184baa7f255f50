package dev.sextant.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What a cluster is doing: a copy that does not change. Each part is reported from its own point of view, and counters count
 * from the start of the process's cluster, across restarts of a writer or segment in it.
 *
 * @param writers one for each configured writer, by slot
 * @param segments one for each segment, by index
 * @param replicas one for each read replica, by number
 */
public record ClusterStatus(List<WriterStatus> writers, List<SegmentStatus> segments, List<ReplicaStatus> replicas) {
    public ClusterStatus {
        writers = List.copyOf(writers);
        segments = List.copyOf(segments);
        replicas = List.copyOf(replicas);
    }

    /** The status of a cluster without read replicas. */
    public ClusterStatus(List<WriterStatus> writers, List<SegmentStatus> segments) {
        this(writers, segments, List.of());
    }

    /** The sum of a counter over all writers, as in {@code status.total(Counters::commits)}. */
    public long total(ToLongFunction<Counters> counter) {
        return writers.stream().map(WriterStatus::counters).mapToLong(counter).sum();
    }

    /** How many segments vote now. */
    public int segmentsUp() {
        return (int) segments.stream().filter(s -> s.state() == SegmentState.UP).count();
    }

    /**
     * One writer.
     *
     * @param id its slot
     * @param zone where it lives
     * @param state what it is doing
     * @param incarnation of its slot; 0 before the first claim
     * @param readPoint what it has applied
     * @param counters what it has done
     * @param attempts how many proposals its committed transactions took
     * @param inDoubt its proposals, and others' it knows of, that have been undecided for longer than the in-doubt timeout
     * @param peers how far behind each other writer's news it is, by the other's slot
     * @param queued transactions that wait for their turn
     * @param cache its buffer pool
     * @param quorum how long it takes from a proposal to the vote that commits it
     * @param votes how long it takes from a proposal to each segment's vote; a segment that answers late, or was away meanwhile, is
     *     told apart from the others here
     */
    public record WriterStatus(
            WriterId id,
            AvailabilityZone zone,
            WriterState state,
            long incarnation,
            ReadPoint readPoint,
            Counters counters,
            Attempts attempts,
            InDoubt inDoubt,
            Map<WriterId, RedoLag> peers,
            int queued,
            CacheStatus cache,
            Latency quorum,
            Map<SegmentId, Latency> votes) {
        public WriterStatus {
            peers = Map.copyOf(peers);
            votes = Map.copyOf(votes);
        }
    }

    /**
     * One read replica.
     *
     * @param id which one
     * @param zone where it lives
     * @param state what it is doing
     * @param startingFor for how long it has been {@link ReplicaState#STARTING}; zero if it is not
     * @param readPoint what it has applied
     * @param inDoubt proposals it knows of that have been undecided for longer than the in-doubt timeout, as far as it knows
     * @param lag how far behind each writer's news it is, by the writer's slot
     * @param openTransactions how many transactions read on it now
     * @param cache its buffer pool
     */
    public record ReplicaStatus(
            ReplicaId id,
            AvailabilityZone zone,
            ReplicaState state,
            Duration startingFor,
            ReadPoint readPoint,
            InDoubt inDoubt,
            Map<WriterId, RedoLag> lag,
            int openTransactions,
            CacheStatus cache) {
        public ReplicaStatus {
            lag = Map.copyOf(lag);
        }
    }

    /**
     * What a writer has done.
     *
     * @param commits transactions with writes that committed
     * @param rollbacks transactions that were rolled back
     * @param proposals proposals made, repeated attempts included
     * @param pageConflicts proposals that lost a page, whoever retried them unseen by the application
     * @param rowConflicts transactions that ended with {@link ConflictKind#ROW_WRITTEN}
     * @param serializationConflicts transactions that ended with {@link ConflictKind#ROW_READ} or {@link ConflictKind#RANGE_READ}
     * @param rebases proposals with a transaction that was put on top of a newer page version after a page conflict
     * @param indeterminate commits that ended as {@link CommitResult.Indeterminate}
     * @param settled doubtful proposals whose fate it settled
     */
    public record Counters(
            long commits,
            long rollbacks,
            long proposals,
            long pageConflicts,
            long rowConflicts,
            long serializationConflicts,
            long rebases,
            long indeterminate,
            long settled) {
        /** Nothing done yet. */
        public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** What both count together. */
        public Counters plus(Counters other) {
            return new Counters(
                    commits + other.commits,
                    rollbacks + other.rollbacks,
                    proposals + other.proposals,
                    pageConflicts + other.pageConflicts,
                    rowConflicts + other.rowConflicts,
                    serializationConflicts + other.serializationConflicts,
                    rebases + other.rebases,
                    indeterminate + other.indeterminate,
                    settled + other.settled);
        }
    }

    /**
     * How many proposals it took to commit a transaction.
     *
     * @param transactions how many were counted
     * @param p50 half of them took at most so many
     * @param p999 999 of 1,000 took at most so many
     * @param max none took more
     */
    public record Attempts(long transactions, int p50, int p999, int max) {
        /** Nothing counted yet. */
        public static final Attempts NONE = new Attempts(0, 0, 0, 0);
    }

    /**
     * Proposals in doubt. They go away by themselves, within a second or so, while enough segments answer. Where they stay although
     * every segment is up, a person must decide: see {@link Cluster#planRepair()}.
     *
     * @param count how many
     * @param oldest the oldest of them, at most {@link dev.sextant.api.config.Limits#inDoubtListed()}
     */
    public record InDoubt(int count, List<ProposalId> oldest) {
        /** No doubt. */
        public static final InDoubt NONE = new InDoubt(0, List.of());

        public InDoubt {
            oldest = List.copyOf(oldest);
        }
    }

    /**
     * How far a writer or a read replica is behind a writer.
     *
     * @param proposals of the other one that are known of here and not applied, those that are being voted on included; 256 stands for
     *     that many or more
     * @param age how long the oldest of them has been waiting for
     */
    public record RedoLag(long proposals, Duration age) {
        /** Nothing waits. */
        public static final RedoLag NONE = new RedoLag(0, Duration.ZERO);
    }

    /**
     * How long something has taken of late: in the last five to ten seconds.
     *
     * @param count how often it happened; if it did not, nothing else is known
     * @param p50 half of the times took at most so long; this and the next are up to an eighth too high
     * @param p99 99 of 100 times took at most so long
     * @param max none took longer
     */
    public record Latency(long count, Duration p50, Duration p99, Duration max) {
        /** It did not happen. */
        public static final Latency NONE = new Latency(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /**
     * The buffer pool of a writer or a read replica.
     *
     * @param sizeBytes what the page versions in it take
     * @param hits page reads it answered
     * @param misses page reads that went to a segment
     */
    public record CacheStatus(long sizeBytes, long hits, long misses) {
        /** Nothing read yet. */
        public static final CacheStatus EMPTY = new CacheStatus(0, 0, 0);
    }

    /**
     * One segment.
     *
     * @param id which one; it tells the zone, too
     * @param role what it keeps
     * @param state what it is doing
     * @param generation how many disks it has had; 1 is the first
     * @param held up to where it knows fates and holds contents
     * @param undecided accepted proposals whose fate it does not know
     * @param parked proposals that wait there for a rival to go
     * @param sizeBytes what it keeps on disk, as far as the store tells
     * @param writtenBytes keys and values it has written since it was last started, so for one that is being rebuilt what it
     *     has copied, and what was committed meanwhile
     * @param catchUp what it still lacks
     * @param scrub how its disk is looked through for damage
     * @param logKeptFor for how long a tail has kept its log for nothing but a full segment that is away; zero if it does not, and at a
     *     full segment
     * @param outage why it is {@link SegmentState#FAILED}; empty if it is not
     */
    public record SegmentStatus(
            SegmentId id,
            SegmentRole role,
            SegmentState state,
            long generation,
            ReadPoint held,
            int undecided,
            int parked,
            long sizeBytes,
            long writtenBytes,
            CatchUp catchUp,
            ScrubStatus scrub,
            Duration logKeptFor,
            Optional<Outage> outage) {}

    /**
     * What a segment lacks of what it has heard of. A few proposals are always on their way; one that was away, or has a new disk,
     * lacks many.
     *
     * @param missingProposals proposals it has heard of, without their fate or content
     * @param pagesToCopy about how many pages it still takes from another segment, since that one no longer keeps their changes
     *     one by one; 0 if it takes none
     * @param copiedBytes what the pages it has taken since it was last started took
     * @param timeLeft how long it will take if it goes on as it does; empty if it is not far behind, or that is not known yet
     */
    public record CatchUp(long missingProposals, long pagesToCopy, long copiedBytes, Optional<Duration> timeLeft) {
        /** It lacks nothing that is known. */
        public static final CatchUp NONE = new CatchUp(0, 0, 0, Optional.empty());
    }

    /**
     * How a segment looks its disk through for damage.
     *
     * @param rounds how often it has read everything since it was last started
     * @param readBytes what it has read for that
     * @param damaged whether it found damage; it serves what is not damaged until the disk is replaced
     */
    public record ScrubStatus(long rounds, long readBytes, boolean damaged) {
        /** Nothing read yet. */
        public static final ScrubStatus NONE = new ScrubStatus(0, 0, false);
    }

    /**
     * A segment's time out of service.
     *
     * @param problem why it is out of service, what is unharmed and what to do, in whole sentences
     * @param awayFor for how long it has been so
     * @param tries how often it was tried again by itself
     * @param nextTry when it is tried again, from now; empty if it waits to be given a new disk or to be restarted
     */
    public record Outage(String problem, Duration awayFor, int tries, Optional<Duration> nextTry) {}
}
