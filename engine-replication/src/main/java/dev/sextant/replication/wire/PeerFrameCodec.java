package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.ValueCodec.segment;

import dev.sextant.api.CommitToken;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.replication.wire.proto.WireAskOutcome;
import dev.sextant.replication.wire.proto.WireAskStatus;
import dev.sextant.replication.wire.proto.WireFounder;
import dev.sextant.replication.wire.proto.WireOutcome;
import dev.sextant.replication.wire.proto.WireOutcomeKind;
import dev.sextant.replication.wire.proto.WirePeerFrame;
import dev.sextant.replication.wire.proto.WireSegmentGeneration;
import dev.sextant.replication.wire.proto.WireVolumeNews;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What processes send each other, in bytes. */
public final class PeerFrameCodec {
    private static final Frames<WirePeerFrame, PeerFrame> FRAMES = new Frames<>(
            "a frame",
            WireLimits.MAX_ENVELOPE_BYTES,
            WirePeerFrame.getDescriptor(),
            WirePeerFrame.parser(),
            PeerFrameCodec::toWire,
            PeerFrameCodec::fromWire);

    private PeerFrameCodec() {}

    /**
     * The bytes of a frame.
     *
     * @throws WireException if it is longer than {@link WireLimits#MAX_ENVELOPE_BYTES}
     */
    public static byte[] encode(PeerFrame frame) {
        return FRAMES.encode(frame);
    }

    /**
     * The frame in these bytes, which it has nothing in common with afterwards.
     *
     * @throws WireException if that is not what they are
     */
    public static PeerFrame decode(byte[] bytes) {
        return FRAMES.decode(bytes);
    }

    private static WirePeerFrame toWire(PeerFrame frame) {
        WirePeerFrame.Builder wire = WirePeerFrame.newBuilder();
        if (frame instanceof PeerFrame.Messages messages) {
            wire.setEnvelope(EnvelopeCodec.toWire(messages.envelope()));
        } else if (frame instanceof PeerFrame.Volume volume) {
            wire.setVolume(wire(volume));
        } else if (frame instanceof PeerFrame.Gone gone) {
            wire.setGone(ValueCodec.wire(gone.node()));
        } else if (frame instanceof PeerFrame.AskOutcome ask) {
            wire.setAskOutcome(wire(ask));
        } else if (frame instanceof PeerFrame.Outcome outcome) {
            wire.setOutcome(WireOutcome.newBuilder()
                    .setRequestId(outcome.requestId())
                    .setKind(wire(outcome.kind()))
                    .setReadPoint(ValueCodec.wire(outcome.readPoint())));
        } else if (frame instanceof PeerFrame.AskStatus ask) {
            wire.setAskStatus(WireAskStatus.newBuilder().setAfterEvent(ask.afterEvent()));
        } else if (frame instanceof PeerFrame.Status status) {
            wire.setStatus(StatusCodec.wire(status));
        } else if (frame instanceof PeerFrame.Serving serving) {
            wire.setServing(CommitCodec.wire(serving));
        } else if (frame instanceof PeerFrame.Commit commit) {
            wire.setCommit(CommitCodec.wire(commit));
        } else if (frame instanceof PeerFrame.CommitEnded ended) {
            wire.setCommitEnded(CommitCodec.wire(ended));
        } else {
            throw new AssertionError("unhandled " + frame);
        }
        return wire.build();
    }

    private static PeerFrame fromWire(WirePeerFrame wire) {
        return switch (wire.getContentCase()) {
            case ENVELOPE -> new PeerFrame.Messages(EnvelopeCodec.fromWire(wire.getEnvelope()));
            case VOLUME -> volume(wire.getVolume());
            case GONE -> new PeerFrame.Gone(ValueCodec.address(wire.getGone()));
            case ASK_OUTCOME -> ask(wire.getAskOutcome());
            case OUTCOME ->
                new PeerFrame.Outcome(
                        wire.getOutcome().getRequestId(),
                        kind(wire.getOutcome().getKind()),
                        ValueCodec.point(wire.getOutcome().getReadPoint()));
            case ASK_STATUS -> new PeerFrame.AskStatus(wire.getAskStatus().getAfterEvent());
            case STATUS -> StatusCodec.status(wire.getStatus());
            case SERVING -> CommitCodec.serving(wire.getServing());
            case COMMIT -> CommitCodec.commit(wire.getCommit());
            case COMMIT_ENDED -> CommitCodec.ended(wire.getCommitEnded());
            case CONTENT_NOT_SET -> throw new IllegalArgumentException("it has no content that is known");
        };
    }

    private static WireAskOutcome.Builder wire(PeerFrame.AskOutcome ask) {
        CommitToken token = ask.token();
        return WireAskOutcome.newBuilder()
                .setRequestId(ask.requestId())
                .setTransactionHigh(token.transaction().high())
                .setTransactionLow(token.transaction().low())
                .setTimeoutNanos(ask.timeoutNanos())
                .setWriter(token.writer().slot())
                .setIncarnation(token.incarnation())
                .addAllAfterSeqs(token.afterSeqs());
    }

    private static PeerFrame.AskOutcome ask(WireAskOutcome wire) {
        CommitToken token = new CommitToken(
                new TransactionId(wire.getTransactionHigh(), wire.getTransactionLow()),
                new WriterId(wire.getWriter()),
                wire.getIncarnation(),
                ValueCodec.highestSeqs(wire.getAfterSeqsList()));
        return new PeerFrame.AskOutcome(wire.getRequestId(), token, wire.getTimeoutNanos());
    }

    // ---- volumes ---------------------------------------------------------------------------------------------------

    private static WireVolumeNews wire(PeerFrame.Volume volume) {
        WireVolumeNews.Builder wire = WireVolumeNews.newBuilder().setVolume(HelloCodec.wire(volume.volume()));
        volume.founders()
                .forEach((segment, nonce) -> wire.addFounders(
                        WireFounder.newBuilder().setSegment(segment.index()).setNonce(nonce)));
        volume.generations()
                .forEach((segment, generation) -> wire.addGenerations(WireSegmentGeneration.newBuilder()
                        .setSegment(segment.index())
                        .setGeneration(generation)));
        return wire.build();
    }

    private static PeerFrame.Volume volume(WireVolumeNews wire) {
        SortedMap<SegmentId, Long> founders = new TreeMap<>();
        List<WireFounder> all = Lists.read(wire.getFoundersList(), SegmentId.COUNT, "founders", each -> each);
        all.forEach(each -> founders.put(segment(each.getSegment()), each.getNonce()));
        SortedMap<SegmentId, Long> generations = new TreeMap<>();
        List<SegmentGeneration> known =
                Lists.read(wire.getGenerationsList(), SegmentId.COUNT, "generations", HelloCodec::segmentGeneration);
        known.forEach(each -> generations.put(each.segment(), each.generation()));
        return new PeerFrame.Volume(HelloCodec.uuid(wire.getVolume()), founders, generations);
    }

    // ---- outcomes --------------------------------------------------------------------------------------------------

    private static WireOutcomeKind wire(PeerFrame.Outcome.Kind kind) {
        return switch (kind) {
            case COMMITTED -> WireOutcomeKind.WIRE_OUTCOME_KIND_COMMITTED;
            case NOT_COMMITTED -> WireOutcomeKind.WIRE_OUTCOME_KIND_NOT_COMMITTED;
            case UNKNOWN -> WireOutcomeKind.WIRE_OUTCOME_KIND_UNKNOWN;
        };
    }

    private static PeerFrame.Outcome.Kind kind(WireOutcomeKind wire) {
        return switch (wire) {
            case WIRE_OUTCOME_KIND_COMMITTED -> PeerFrame.Outcome.Kind.COMMITTED;
            case WIRE_OUTCOME_KIND_NOT_COMMITTED -> PeerFrame.Outcome.Kind.NOT_COMMITTED;
            case WIRE_OUTCOME_KIND_UNKNOWN -> PeerFrame.Outcome.Kind.UNKNOWN;
            case WIRE_OUTCOME_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("an outcome is committed, not committed or unknown");
        };
    }
}
