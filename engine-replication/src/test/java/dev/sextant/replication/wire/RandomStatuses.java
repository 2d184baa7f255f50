package dev.sextant.replication.wire;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Statuses with anything in them. */
final class RandomStatuses {
    private final RandomRecords records;
    private final SplittableRandom random;

    RandomStatuses(long seed) {
        records = RandomRecords.small(seed);
        random = new SplittableRandom(seed);
    }

    private long count() {
        return random.nextLong() >>> (1 + random.nextInt(Long.SIZE - 1));
    }

    private int few() {
        return random.nextInt() >>> (1 + random.nextInt(Integer.SIZE - 1));
    }

    private Duration time() {
        return Duration.ofNanos(count());
    }

    private Optional<Duration> maybeTime() {
        return random.nextBoolean() ? Optional.empty() : Optional.of(time());
    }

    private ClusterStatus.Latency latency() {
        return new ClusterStatus.Latency(count(), time(), time(), time());
    }

    private ClusterStatus.InDoubt doubt() {
        List<ProposalId> doubts = Stream.generate(() -> records.draw(ProposalId.class))
                .limit(random.nextInt(4))
                .toList();
        return new ClusterStatus.InDoubt(doubts.size() + random.nextInt(3), doubts);
    }

    private Map<WriterId, ClusterStatus.RedoLag> lags() {
        Map<WriterId, ClusterStatus.RedoLag> lags = new HashMap<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            lags.put(records.draw(WriterId.class), new ClusterStatus.RedoLag(count(), time()));
        }
        return lags;
    }

    ReplicaStatus replica() {
        ReplicaState[] states = {ReplicaState.STARTING, ReplicaState.OPEN, ReplicaState.DOWN};
        return new ReplicaStatus(
                new ReplicaId(random.nextInt(ReplicaId.MAX_COUNT)),
                AvailabilityZone.values()[random.nextInt(3)],
                states[random.nextInt(states.length)],
                time(),
                records.draw(ReadPoint.class),
                doubt(),
                lags(),
                few(),
                new ClusterStatus.CacheStatus(count(), count(), count()));
    }

    WriterStatus writer(int slot) {
        WriterId id = new WriterId(slot);
        Map<SegmentId, ClusterStatus.Latency> votes = new HashMap<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            votes.put(records.draw(SegmentId.class), latency());
        }
        WriterState[] states = {WriterState.STARTING, WriterState.OPEN, WriterState.FENCED, WriterState.DOWN};
        return new WriterStatus(
                id,
                id.zone(),
                states[random.nextInt(states.length)],
                count(),
                records.draw(ReadPoint.class),
                new ClusterStatus.Counters(
                        count(), count(), count(), count(), count(), count(), count(), count(), count()),
                new ClusterStatus.Attempts(count(), few(), few(), few()),
                doubt(),
                lags(),
                few(),
                new ClusterStatus.CacheStatus(count(), count(), count()),
                latency(),
                votes);
    }

    SegmentStatus segment(int index) {
        SegmentState[] states = {SegmentState.UP, SegmentState.REBUILDING, SegmentState.DOWN, SegmentState.FAILED};
        Optional<ClusterStatus.Outage> outage = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new ClusterStatus.Outage("Its disk is full.", time(), few(), maybeTime()));
        return new SegmentStatus(
                new SegmentId(index),
                SegmentRole.values()[random.nextInt(2)],
                states[random.nextInt(states.length)],
                count(),
                records.draw(ReadPoint.class),
                few(),
                few(),
                count(),
                count(),
                new ClusterStatus.CatchUp(count(), count(), count(), maybeTime()),
                new ClusterStatus.ScrubStatus(count(), count(), random.nextBoolean()),
                time(),
                outage);
    }

    PeerFrame.Status status() {
        return new PeerFrame.Status(
                new ClusterStatus(
                        IntStream.range(0, random.nextInt(3))
                                .mapToObj(this::writer)
                                .toList(),
                        IntStream.range(0, random.nextInt(SegmentId.COUNT + 1))
                                .mapToObj(this::segment)
                                .toList(),
                        Stream.generate(this::replica).limit(random.nextInt(3)).toList()),
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(number -> new PeerFrame.Event(
                                number,
                                random.nextLong(),
                                PeerFrame.Severity.values()[random.nextInt(3)],
                                "segment-" + number + " is back."))
                        .toList());
    }
}
