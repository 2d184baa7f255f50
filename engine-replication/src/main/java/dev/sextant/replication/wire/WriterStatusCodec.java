package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.spi.Check;
import dev.sextant.replication.wire.proto.WireAttempts;
import dev.sextant.replication.wire.proto.WireLatency;
import dev.sextant.replication.wire.proto.WireProposalId;
import dev.sextant.replication.wire.proto.WireRedoLag;
import dev.sextant.replication.wire.proto.WireVoteLatency;
import dev.sextant.replication.wire.proto.WireWriterCounters;
import dev.sextant.replication.wire.proto.WireWriterState;
import dev.sextant.replication.wire.proto.WireWriterStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a writer is, as its process tells others. */
final class WriterStatusCodec {
    private WriterStatusCodec() {}

    static WireWriterStatus wire(WriterStatus status) {
        WireWriterStatus.Builder wire = WireWriterStatus.newBuilder()
                .setWriter(status.id().slot())
                .setState(wire(status.state()))
                .setIncarnation(status.incarnation())
                .setReadPoint(ValueCodec.wire(status.readPoint()))
                .setCounters(wire(status.counters()))
                .setAttempts(wire(status.attempts()))
                .setInDoubt(status.inDoubt().count())
                .addAllOldestInDoubt(oldest(status.inDoubt()))
                .addAllPeers(wire(status.peers()))
                .setQueued(status.queued())
                .setCacheSizeBytes(status.cache().sizeBytes())
                .setCacheHits(status.cache().hits())
                .setCacheMisses(status.cache().misses())
                .setQuorum(wire(status.quorum()));
        // In order, so that the same status always has the same bytes.
        new TreeMap<>(status.votes())
                .forEach((segment, latency) -> wire.addVotes(
                        WireVoteLatency.newBuilder().setSegment(segment.index()).setLatency(wire(latency))));
        return wire.build();
    }

    static WriterStatus status(WireWriterStatus wire) {
        WriterId id = ValueCodec.writer(wire.getWriter());
        return new WriterStatus(
                id,
                id.zone(),
                state(wire.getState()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                ValueCodec.point(wire.getReadPoint()),
                counters(wire.getCounters()),
                attempts(wire.getAttempts()),
                inDoubt(wire.getInDoubt(), wire.getOldestInDoubtList()),
                lags(wire.getPeersList()),
                (int) notNegative(wire.getQueued(), "a number of transactions"),
                new ClusterStatus.CacheStatus(
                        notNegative(wire.getCacheSizeBytes(), "a size"),
                        notNegative(wire.getCacheHits(), "a count"),
                        notNegative(wire.getCacheMisses(), "a count")),
                latency(wire.getQuorum()),
                votes(wire.getVotesList()));
    }

    /** Those that are told. */
    static List<WireProposalId> oldest(ClusterStatus.InDoubt inDoubt) {
        return inDoubt.oldest().stream()
                .limit(WireLimits.MAX_DOUBTS)
                .map(ValueCodec::wire)
                .toList();
    }

    static ClusterStatus.InDoubt inDoubt(int wireCount, List<WireProposalId> wireOldest) {
        List<ProposalId> oldest =
                Lists.read(wireOldest, WireLimits.MAX_DOUBTS, "proposals in doubt", ValueCodec::proposalId);
        int count = (int) notNegative(wireCount, "a number of proposals");
        Check.argument(oldest.size() <= count, "no more proposals in doubt are listed than there are");
        return new ClusterStatus.InDoubt(count, oldest);
    }

    // ---- states ----------------------------------------------------------------------------------------------------

    private static WireWriterState wire(WriterState state) {
        return switch (state) {
            case STARTING -> WireWriterState.WIRE_WRITER_STATE_STARTING;
            case OPEN -> WireWriterState.WIRE_WRITER_STATE_OPEN;
            case FENCED -> WireWriterState.WIRE_WRITER_STATE_FENCED;
            case DOWN -> WireWriterState.WIRE_WRITER_STATE_DOWN;
            case UNKNOWN -> throw new IllegalArgumentException("a process knows the state of its own writer");
        };
    }

    private static WriterState state(WireWriterState wire) {
        return switch (wire) {
            case WIRE_WRITER_STATE_STARTING -> WriterState.STARTING;
            case WIRE_WRITER_STATE_OPEN -> WriterState.OPEN;
            case WIRE_WRITER_STATE_FENCED -> WriterState.FENCED;
            case WIRE_WRITER_STATE_DOWN -> WriterState.DOWN;
            case WIRE_WRITER_STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a writer is starting, open, fenced or down");
        };
    }

    // ---- figures ---------------------------------------------------------------------------------------------------

    private static WireWriterCounters wire(ClusterStatus.Counters counters) {
        return WireWriterCounters.newBuilder()
                .setCommits(counters.commits())
                .setRollbacks(counters.rollbacks())
                .setProposals(counters.proposals())
                .setPageConflicts(counters.pageConflicts())
                .setRowConflicts(counters.rowConflicts())
                .setSerializationConflicts(counters.serializationConflicts())
                .setRebases(counters.rebases())
                .setIndeterminate(counters.indeterminate())
                .setSettled(counters.settled())
                .build();
    }

    private static ClusterStatus.Counters counters(WireWriterCounters wire) {
        return new ClusterStatus.Counters(
                notNegative(wire.getCommits(), "a count"),
                notNegative(wire.getRollbacks(), "a count"),
                notNegative(wire.getProposals(), "a count"),
                notNegative(wire.getPageConflicts(), "a count"),
                notNegative(wire.getRowConflicts(), "a count"),
                notNegative(wire.getSerializationConflicts(), "a count"),
                notNegative(wire.getRebases(), "a count"),
                notNegative(wire.getIndeterminate(), "a count"),
                notNegative(wire.getSettled(), "a count"));
    }

    private static WireAttempts wire(ClusterStatus.Attempts attempts) {
        return WireAttempts.newBuilder()
                .setTransactions(attempts.transactions())
                .setP50(attempts.p50())
                .setP999(attempts.p999())
                .setMax(attempts.max())
                .build();
    }

    private static ClusterStatus.Attempts attempts(WireAttempts wire) {
        return new ClusterStatus.Attempts(
                notNegative(wire.getTransactions(), "a count"),
                (int) notNegative(wire.getP50(), "a number of attempts"),
                (int) notNegative(wire.getP999(), "a number of attempts"),
                (int) notNegative(wire.getMax(), "a number of attempts"));
    }

    private static WireLatency wire(ClusterStatus.Latency latency) {
        return WireLatency.newBuilder()
                .setCount(latency.count())
                .setP50Nanos(nanos(latency.p50()))
                .setP99Nanos(nanos(latency.p99()))
                .setMaxNanos(nanos(latency.max()))
                .build();
    }

    private static ClusterStatus.Latency latency(WireLatency wire) {
        return new ClusterStatus.Latency(
                notNegative(wire.getCount(), "a count"),
                duration(wire.getP50Nanos()),
                duration(wire.getP99Nanos()),
                duration(wire.getMaxNanos()));
    }

    /** Of two looks at a clock, one by a thread that was slow, the later may come first: that is no time at all. */
    static long nanos(Duration duration) {
        return Math.max(0, duration.toNanos());
    }

    static Duration duration(long nanos) {
        return Duration.ofNanos(notNegative(nanos, "a time"));
    }

    /** In order, so that the same status always has the same bytes. */
    static List<WireRedoLag> wire(Map<WriterId, ClusterStatus.RedoLag> lags) {
        List<WireRedoLag> wire = new ArrayList<>();
        new TreeMap<>(lags)
                .forEach((writer, lag) -> wire.add(WireRedoLag.newBuilder()
                        .setWriter(writer.slot())
                        .setProposals(lag.proposals())
                        .setAgeNanos(nanos(lag.age()))
                        .build()));
        return wire;
    }

    static Map<WriterId, ClusterStatus.RedoLag> lags(List<WireRedoLag> wire) {
        Ranges.count(wire.size(), WriterId.MAX_COUNT, "writers that one can be behind");
        Map<WriterId, ClusterStatus.RedoLag> lags = new TreeMap<>();
        wire.forEach(lag -> lags.put(
                ValueCodec.writer(lag.getWriter()),
                new ClusterStatus.RedoLag(
                        notNegative(lag.getProposals(), "a number of proposals"), duration(lag.getAgeNanos()))));
        return lags;
    }

    private static Map<SegmentId, ClusterStatus.Latency> votes(List<WireVoteLatency> wire) {
        Ranges.count(wire.size(), SegmentId.COUNT, "segments that vote");
        Map<SegmentId, ClusterStatus.Latency> votes = new TreeMap<>();
        wire.forEach(vote -> votes.put(ValueCodec.segment(vote.getSegment()), latency(vote.getLatency())));
        return votes;
    }
}
