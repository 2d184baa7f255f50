package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.ValueCodec.address;

import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.wire.proto.WireEnvelope;
import java.util.ArrayList;
import java.util.List;

/** Envelopes in bytes. */
public final class EnvelopeCodec {
    private static final Frames<WireEnvelope, Envelope> FRAMES = new Frames<>(
            "an envelope",
            WireLimits.MAX_ENVELOPE_BYTES,
            WireEnvelope.getDescriptor(),
            WireEnvelope.parser(),
            EnvelopeCodec::toWire,
            EnvelopeCodec::fromWire);

    private EnvelopeCodec() {}

    /**
     * The bytes of an envelope.
     *
     * @throws WireException if it is longer than {@link WireLimits#MAX_ENVELOPE_BYTES}
     */
    public static byte[] encode(Envelope envelope) {
        return FRAMES.encode(envelope);
    }

    /**
     * The envelope in these bytes, which it has nothing in common with afterwards.
     *
     * @throws WireException if that is not what they are
     */
    public static Envelope decode(byte[] frame) {
        return FRAMES.decode(frame);
    }

    static WireEnvelope toWire(Envelope envelope) {
        WireEnvelope.Builder wire = WireEnvelope.newBuilder()
                .setFrom(ValueCodec.wire(envelope.from()))
                .setTo(ValueCodec.wire(envelope.to()));
        for (Message message : envelope.messages()) {
            if (message instanceof SegmentMessage toSegment) {
                wire.addToSegment(SegmentMessageCodec.wire(toSegment));
            } else if (message instanceof WriterMessage toWriter) {
                wire.addToWriter(WriterMessageCodec.wire(toWriter));
            } else {
                throw new AssertionError("unhandled " + message);
            }
        }
        return wire.build();
    }

    static Envelope fromWire(WireEnvelope wire) {
        List<Message> messages = new ArrayList<>();
        messages.addAll(
                Lists.read(wire.getToSegmentList(), WireLimits.MAX_MESSAGES, "messages", SegmentMessageCodec::message));
        messages.addAll(
                Lists.read(wire.getToWriterList(), WireLimits.MAX_MESSAGES, "messages", WriterMessageCodec::message));
        return new Envelope(address(wire.getFrom()), address(wire.getTo()), messages);
    }
}
