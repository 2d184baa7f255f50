package dev.sextant.api.config;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Tells in which zone a process lives, from what it hosts and from what was said. */
final class NodeZone {
    private static final String SETTING = "zone";

    private NodeZone() {}

    /**
     * The zone; empty if what it hosts is of several.
     *
     * @param said what was configured
     * @throws dev.sextant.api.ConfigurationException if that is not so
     */
    static Optional<AvailabilityZone> of(
            Collection<SegmentId> segments,
            Optional<WriterId> writer,
            Optional<ReplicaId> replica,
            Optional<AvailabilityZone> said) {
        Set<AvailabilityZone> zones = EnumSet.noneOf(AvailabilityZone.class);
        segments.forEach(segment -> zones.add(segment.zone()));
        writer.ifPresent(slot -> zones.add(slot.zone()));
        if (zones.isEmpty()) {
            return said.or(() -> replica.map(ReplicaId::zone));
        }
        said.ifPresent(zone -> Settings.require(
                zones.equals(EnumSet.of(zone)),
                SETTING,
                "is " + zone + ", but " + parts(segments, writer) + " that this node hosts "
                        + (zones.size() == 1
                                ? "live in zone " + zones.iterator().next()
                                : "live in several zones, " + zones)
                        + "; leave zone out, or host what lives there"));
        return zones.size() == 1 ? Optional.of(zones.iterator().next()) : Optional.empty();
    }

    private static String parts(Collection<SegmentId> segments, Optional<WriterId> writer) {
        String hosted = segments.isEmpty()
                ? ""
                : "the segments " + segments.stream().map(SegmentId::index).toList();
        String and = segments.isEmpty() || writer.isEmpty() ? "" : " and ";
        return hosted + and + writer.map(slot -> "the writer " + slot.slot()).orElse("");
    }
}
