package dev.sextant.replication.metrics;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Meters of one segment. */
final class SegmentMeters {
    private static final Meters.Name STATE = new Meters.Name(
            "sextant.segment.state", "states", "1 for the state that the segment is in, 0 for the others.");
    private static final Meters.Name STORE_SIZE =
            new Meters.Name("sextant.store.size", BaseUnits.BYTES, "What the segment keeps on disk.");
    private static final Meters.Name UNDECIDED = new Meters.Name(
            "sextant.segment.undecided", "proposals", "Accepted proposals whose fate it does not know.");
    private static final Meters.Name PARKED =
            new Meters.Name("sextant.segment.parked", "proposals", "Proposals that wait there for a rival to go.");
    private static final Meters.Name MISSING = new Meters.Name(
            "sextant.segment.missing", "proposals", "Proposals it has heard of, without their fate or content.");

    private SegmentMeters() {}

    static void register(Meters meters, SegmentId id) {
        List<Tag> tags = List.of(
                Tag.of("segment", String.valueOf(id.index())),
                Tag.of("zone", id.zone().name()));
        for (SegmentState state : SegmentState.values()) {
            List<Tag> withState = new ArrayList<>(tags);
            withState.add(Tag.of("state", Words.of(state)));
            meters.gauge(STATE, withState, reading(id, segment -> segment.state() == state ? 1 : 0));
        }
        meters.gauge(STORE_SIZE, tags, reading(id, SegmentStatus::sizeBytes));
        meters.gauge(UNDECIDED, tags, ifRunning(id, SegmentStatus::undecided));
        meters.gauge(PARKED, tags, ifRunning(id, SegmentStatus::parked));
        meters.gauge(MISSING, tags, ifRunning(id, segment -> segment.catchUp().missingProposals()));
    }

    private static ToDoubleFunction<ClusterStatus> reading(SegmentId id, ToDoubleFunction<SegmentStatus> value) {
        return status -> status.segments().stream()
                .filter(segment -> segment.id().equals(id))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** What one that does not run said last is no longer so. */
    private static ToDoubleFunction<ClusterStatus> ifRunning(SegmentId id, ToDoubleFunction<SegmentStatus> value) {
        return reading(id, segment -> {
            boolean runs = segment.state() == SegmentState.UP || segment.state() == SegmentState.REBUILDING;
            return runs ? value.applyAsDouble(segment) : Double.NaN;
        });
    }
}
