package dev.sextant.replication.wire;

import dev.sextant.api.ClusterStatus;
import dev.sextant.replication.wire.proto.WireEvent;
import dev.sextant.replication.wire.proto.WireSeverity;
import dev.sextant.replication.wire.proto.WireStatus;
import java.util.List;

/** How a process is, as it tells others. */
final class StatusCodec {
    private StatusCodec() {}

    static WireStatus wire(PeerFrame.Status status) {
        return WireStatus.newBuilder()
                .addAllWriters(Lists.map(status.hosted().writers(), WriterStatusCodec::wire))
                .addAllSegments(Lists.map(status.hosted().segments(), SegmentStatusCodec::wire))
                .addAllReplicas(Lists.map(status.hosted().replicas(), ReplicaStatusCodec::wire))
                .addAllEvents(Lists.map(status.events(), StatusCodec::wire))
                .build();
    }

    static PeerFrame.Status status(WireStatus wire) {
        ClusterStatus hosted = new ClusterStatus(
                Lists.read(wire.getWritersList(), WireLimits.MAX_HOSTS, "writers", WriterStatusCodec::status),
                Lists.read(wire.getSegmentsList(), WireLimits.MAX_HOSTS, "segments", SegmentStatusCodec::status),
                Lists.read(wire.getReplicasList(), WireLimits.MAX_HOSTS, "replicas", ReplicaStatusCodec::status));
        List<PeerFrame.Event> events =
                Lists.read(wire.getEventsList(), WireLimits.MAX_EVENTS, "events", StatusCodec::event);
        return new PeerFrame.Status(hosted, events);
    }

    private static WireEvent wire(PeerFrame.Event event) {
        WireSeverity severity = switch (event.severity()) {
            case INFO -> WireSeverity.WIRE_SEVERITY_INFO;
            case WARNING -> WireSeverity.WIRE_SEVERITY_WARNING;
            case ERROR -> WireSeverity.WIRE_SEVERITY_ERROR;
        };
        return WireEvent.newBuilder()
                .setNumber(event.number())
                .setEpochMillis(event.epochMillis())
                .setSeverity(severity)
                .setText(cut(event.text()))
                .build();
    }

    private static PeerFrame.Event event(WireEvent wire) {
        PeerFrame.Severity severity = switch (wire.getSeverity()) {
            case WIRE_SEVERITY_INFO -> PeerFrame.Severity.INFO;
            case WIRE_SEVERITY_WARNING -> PeerFrame.Severity.WARNING;
            case WIRE_SEVERITY_ERROR -> PeerFrame.Severity.ERROR;
            case WIRE_SEVERITY_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("an event is an information, a warning or an error");
        };
        return new PeerFrame.Event(wire.getNumber(), wire.getEpochMillis(), severity, sentences(wire.getText()));
    }

    /** What fits: what is longer is for people, who see where it ends. */
    static String cut(String text) {
        return text.length() <= WireLimits.MAX_SENTENCES_CHARS
                ? text
                : text.substring(0, WireLimits.MAX_SENTENCES_CHARS);
    }

    static String sentences(String wire) {
        Ranges.count(wire.length(), WireLimits.MAX_SENTENCES_CHARS, "characters of a text");
        return wire;
    }
}
