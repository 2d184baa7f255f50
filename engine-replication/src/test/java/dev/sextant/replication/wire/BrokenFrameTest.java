package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.OutOfRangeTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.replication.wire.proto.ToSegment;
import dev.sextant.replication.wire.proto.ToWriter;
import dev.sextant.replication.wire.proto.WireEnvelope;
import dev.sextant.replication.wire.proto.WireProposalId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds that frames are refused that are cut, too long, too deep, hollow, or of a kind that is not known. */
class BrokenFrameTest {
    private static final Proposal PROPOSAL = RandomRecords.small(1).draw(Proposal.class);

    private static WireEnvelope.Builder to(NodeAddress to) {
        return WireEnvelope.newBuilder()
                .setFrom(ValueCodec.wire(NodeAddress.REPAIR))
                .setTo(ValueCodec.wire(to));
    }

    private static WireEnvelope toSegment(ToSegment.Builder message) {
        return to(NodeAddress.of(new SegmentId(0))).addToSegment(message).build();
    }

    private static WireEnvelope toWriter(ToWriter.Builder message) {
        return to(NodeAddress.of(new WriterId(0))).addToWriter(message).build();
    }

    @Test
    void aFrameThatIsCutShortIsRefused() {
        Envelope envelope = Messages.envelope(new SegmentMessage.Propose(PROPOSAL));
        byte[] frame = EnvelopeCodec.encode(envelope);
        int addresses = EnvelopeCodec.encode(new Envelope(envelope.from(), envelope.to(), List.of())).length;
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            // right after the addresses it is an envelope without a message, and for the carrier to notice
            if (length != addresses) {
                assertThrows(WireException.class, () -> EnvelopeCodec.decode(cut), () -> cut.length + " bytes");
            }
        }
    }

    @Test
    void bytesThatAreNoProtobufAreRefused() {
        assertRefused("it is not a Protobuf message", new byte[] {(byte) 0xFF, (byte) 0xFF});
        assertRefused("it is not a Protobuf message", new byte[] {0x0C});
        assertRefused("it is not a Protobuf message", new byte[] {0x0A, 0x7F});
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_000_000})
    void nestingThatNeverEndsIsRefused(int depth) {
        byte[] groups = new byte[depth];
        Arrays.fill(groups, (byte) 0x53); // field 10 begins a group
        assertRefused("it is not a Protobuf message", groups);
    }

    @Test
    void anEnvelopeThatIsTooLongIsNotSent() {
        PageWrite large = new PageWrite(new PageId(1), VersionId.NONE, new byte[WireLimits.MAX_PAGE_BYTES]);
        int count = WireLimits.MAX_ENVELOPE_BYTES / WireLimits.MAX_PAGE_BYTES;
        SegmentMessage message = new SegmentMessage.Propose(PROPOSAL.with(Collections.nCopies(count, large)));
        WireException refusal =
                assertThrows(WireException.class, () -> EnvelopeCodec.encode(Messages.envelope(message)));
        assertTrue(refusal.getMessage().contains("is not sent: at most 268435456 are allowed"), refusal::getMessage);
    }

    @Test
    void aHelloThatIsTooLongIsRefused() {
        WireException refusal =
                assertThrows(WireException.class, () -> HelloCodec.decode(new byte[WireLimits.MAX_HELLO_BYTES + 1]));
        assertEquals(
                "a hello of 16385 bytes is refused, and nothing of it is taken: at most 16384 are allowed",
                refusal.getMessage());
    }

    @Test
    void aFrameOfTooManyPartsIsRefused() {
        WireEnvelope hollow = toSegment(ToSegment.newBuilder()
                .setPull(ToSegment.Pull.newBuilder()
                        .addAllIds(Collections.nCopies(100_000, WireProposalId.getDefaultInstance()))));
        assertRefused("it is made of more than", hollow.toByteArray());
    }

    @Test
    void theShortestNewsIsNotTooManyParts() {
        List<DecidedProposal> news =
                Collections.nCopies(100_000, DecidedProposal.aborted(ProposalId.of(0, Byte.MAX_VALUE + 1)));
        Envelope envelope = Messages.envelope(new SegmentMessage.Decided(news));
        assertEquals(envelope, EnvelopeCodec.decode(EnvelopeCodec.encode(envelope)));
    }

    @Test
    void aKindOfMessageThatIsNotKnownIsRefused() {
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(
                        900,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.EMPTY)
                                .build())
                .build();
        assertRefused(
                "not known here",
                toSegment(ToSegment.newBuilder().setUnknownFields(later)).toByteArray());
        assertRefused(
                "not known here",
                toWriter(ToWriter.newBuilder().setUnknownFields(later)).toByteArray());
    }
}
