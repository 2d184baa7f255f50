package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.replication.wire.proto.ToSegment;
import dev.sextant.replication.wire.proto.ToWriter;
import dev.sextant.replication.wire.proto.WireAccepted;
import dev.sextant.replication.wire.proto.WireBallot;
import dev.sextant.replication.wire.proto.WireEnvelope;
import dev.sextant.replication.wire.proto.WireFate;
import dev.sextant.replication.wire.proto.WireFateChunk;
import dev.sextant.replication.wire.proto.WireMissing;
import dev.sextant.replication.wire.proto.WireNodeAddress;
import dev.sextant.replication.wire.proto.WireProposal;
import dev.sextant.replication.wire.proto.WireProposalId;
import dev.sextant.replication.wire.proto.WireReadPoint;
import dev.sextant.replication.wire.proto.WireRegister;
import dev.sextant.replication.wire.proto.WireRole;
import dev.sextant.replication.wire.proto.WireSlotState;
import dev.sextant.replication.wire.proto.WireTransactionId;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds that numbers, constants and counts that no sound node sends are refused, with a message that says why. */
class OutOfRangeTest {
    private static final ReadPoint POINT = ReadPoint.of(new long[] {5, 0, 7, 0}, new long[][] {{2}, {}, {}, {}});
    private static final Proposal PROPOSAL = new Proposal(
            ProposalId.of(1, 9),
            3,
            Lsn.of(40, new WriterId(1)),
            new Lsn(17),
            List.of(new PageWrite(new PageId(8), VersionId.NONE, new byte[] {1, 2, 3})),
            List.of(),
            POINT,
            List.of(),
            List.of());

    private static WireProposal.Builder proposal() {
        return ProposalCodec.wire(PROPOSAL).toBuilder();
    }

    private static WireReadPoint.Builder point() {
        return ValueCodec.wire(POINT).toBuilder();
    }

    private static WireEnvelope.Builder to(WireRole role) {
        return WireEnvelope.newBuilder()
                .setFrom(WireNodeAddress.newBuilder().setRole(WireRole.WIRE_ROLE_WRITER))
                .setTo(WireNodeAddress.newBuilder().setRole(role));
    }

    private static WireEnvelope segment(ToSegment.Builder message) {
        return to(WireRole.WIRE_ROLE_SEGMENT).addToSegment(message).build();
    }

    private static WireEnvelope writer(ToWriter.Builder message) {
        return to(WireRole.WIRE_ROLE_WRITER).addToWriter(message).build();
    }

    private static WireEnvelope proposed(WireProposal.Builder proposal) {
        return segment(
                ToSegment.newBuilder().setPropose(ToSegment.Propose.newBuilder().setProposal(proposal)));
    }

    private static WireEnvelope read(WireReadPoint.Builder point) {
        return segment(ToSegment.newBuilder()
                .setReadPage(ToSegment.ReadPage.newBuilder().setAt(point)));
    }

    private static WireEnvelope promised(WireRegister.Builder register) {
        return writer(ToWriter.newBuilder()
                .setPromised(ToWriter.Promised.newBuilder()
                        .setId(WireProposalId.newBuilder().setSeq(1))
                        .setRegister(register)));
    }

    private static WireEnvelope fates(WireFateChunk.Builder chunk) {
        return segment(ToSegment.newBuilder()
                .setCopyFatesTell(
                        ToSegment.CopyFatesTell.newBuilder().setFloor(point()).addChunks(chunk)));
    }

    private static WireMissing.Builder missing(int writer, long... seqs) {
        return WireMissing.newBuilder()
                .setWriter(writer)
                .addAllSeqs(LongStream.of(seqs).boxed().toList());
    }

    private static WireAccepted.Builder accepted(int round, WireFate value) {
        return WireAccepted.newBuilder()
                .setBallot(WireBallot.newBuilder().setRound(round))
                .setValue(value);
    }

    // ---- numbers, enums and counts ---------------------------------------------------------------------------------

    static Stream<Arguments> addresses() {
        return Stream.of(
                refused(
                        "an address is a segment's",
                        to(WireRole.WIRE_ROLE_UNSPECIFIED).build()),
                refused(
                        "an address is a segment's",
                        envelopeFrom(WireNodeAddress.newBuilder().setRoleValue(9))),
                refused("a segment index is 0..5", envelopeFrom(address(WireRole.WIRE_ROLE_SEGMENT, 6))),
                refused("a segment index is 0..5", envelopeFrom(address(WireRole.WIRE_ROLE_SEGMENT, -1))),
                refused("a writer slot is 0..3", envelopeFrom(address(WireRole.WIRE_ROLE_WRITER, 4))),
                refused("a replica is 0..14", envelopeFrom(address(WireRole.WIRE_ROLE_REPLICA, 15))),
                refused("there is one repair", envelopeFrom(address(WireRole.WIRE_ROLE_REPAIR, 1))),
                refused(
                        "segments get messages to segments",
                        to(WireRole.WIRE_ROLE_REPAIR)
                                .addToSegment(
                                        ToSegment.newBuilder().setAskDoubts(ToSegment.AskDoubts.getDefaultInstance()))
                                .build()),
                refused("not known here", segment(ToSegment.newBuilder())),
                refused("not known here", writer(ToWriter.newBuilder())));
    }

    private static WireNodeAddress.Builder address(WireRole role, int index) {
        return WireNodeAddress.newBuilder().setRole(role).setIndex(index);
    }

    private static WireEnvelope envelopeFrom(WireNodeAddress.Builder from) {
        return to(WireRole.WIRE_ROLE_WRITER).setFrom(from).build();
    }

    static Stream<Arguments> proposals() {
        return Stream.of(
                refused("a proposal writes something", proposed(proposal().clearWrites())),
                refused("drawn by its own writer", proposed(proposal().setLsn(4))),
                refused("an LSN is not negative", proposed(proposal().setLsn(-1))),
                refused("an LSN is not negative", proposed(proposal().setAge(Long.MIN_VALUE))),
                refused(
                        "an incarnation is not negative: -2",
                        proposed(proposal().setIncarnation(-2))),
                refused("sequence numbers start at 1", proposed(proposal().clearId())),
                refused(
                        "sequence numbers start at 1",
                        proposed(withId(WireProposalId.newBuilder().setSeq(-5)))),
                refused(
                        "a writer slot is 0..3",
                        proposed(withId(WireProposalId.newBuilder().setWriter(4).setSeq(1)))),
                refused("a version's seq is not negative", proposed(withBase(-1))),
                refused("a delta has 131073 bytes", proposed(withDelta(new byte[WireLimits.MAX_PAGE_BYTES + 1]))),
                refused("0 writer slots in a read point", proposed(proposal().clearDeps())),
                refused(
                        "131073 transactions, at most 131072",
                        proposed(proposal()
                                .addAllTransactions(Collections.nCopies(
                                        WireLimits.MAX_TRANSACTIONS + 1,
                                        WireTransactionId.newBuilder()
                                                .setHigh(1)
                                                .build())))));
    }

    private static WireProposal.Builder withId(WireProposalId.Builder id) {
        return proposal().setId(id);
    }

    private static WireProposal.Builder withBase(long seq) {
        WireProposal.Builder proposal = proposal();
        proposal.getWritesBuilder(0).getBaseBuilder().setLsn(1).setSeq(seq);
        return proposal;
    }

    private static WireProposal.Builder withDelta(byte[] delta) {
        WireProposal.Builder proposal = proposal();
        proposal.getWritesBuilder(0).setDelta(ByteString.copyFrom(delta));
        return proposal;
    }

    static Stream<Arguments> points() {
        long[] tooMany = LongStream.rangeClosed(1, WireLimits.MAX_MISSING + 1).toArray();
        return Stream.of(
                refused("5 writer slots in a read point, not 4", read(point().addUpTo(1))),
                refused("upTo is not negative", read(point().setUpTo(1, -1))),
                refused("missing seqs are positive, rise", read(point().addMissing(missing(2, 3, 3)))),
                refused("missing seqs are positive, rise", read(point().addMissing(missing(2, 8)))),
                refused("missing seqs are positive, rise", read(point().addMissing(missing(2, 0)))),
                refused("a slot is listed where something is missing", read(point().addMissing(missing(2)))),
                refused(
                        "65 missing seqs, at most 64",
                        read(point().setUpTo(2, 99).addMissing(missing(2, tooMany)))),
                refused(
                        "the slots in which a read point misses something rise",
                        read(point().addMissing(missing(0, 3)))),
                refused("a writer slot is 0..3", read(point().addMissing(missing(4, 3)))));
    }

    static Stream<Arguments> registers() {
        WireBallot.Builder negative = WireBallot.newBuilder().setRound(-1);
        return Stream.of(
                refused(
                        "a ballot's round is not negative",
                        promised(WireRegister.newBuilder().setPromised(negative))),
                refused(
                        "a writer slot is 0..3",
                        promised(WireRegister.newBuilder()
                                .setPromised(WireBallot.newBuilder().setSlot(7)))),
                refused(
                        "what is accepted was promised",
                        promised(WireRegister.newBuilder().setAccepted(accepted(1, WireFate.WIRE_FATE_ABORTED)))),
                refused(
                        "whoever accepts COMMIT has the content",
                        promised(WireRegister.newBuilder().setAccepted(accepted(0, WireFate.WIRE_FATE_COMMITTED)))),
                refused(
                        "a fate is COMMITTED or ABORTED",
                        promised(WireRegister.newBuilder().setAccepted(accepted(0, WireFate.WIRE_FATE_UNSPECIFIED)))),
                refused(
                        "a fate is COMMITTED or ABORTED",
                        promised(WireRegister.newBuilder()
                                .setAccepted(WireAccepted.newBuilder().setValueValue(3)))),
                refused(
                        "a verdict of a kind that is not known here",
                        writer(ToWriter.newBuilder()
                                .setVoted(ToWriter.Voted.newBuilder()
                                        .setId(WireProposalId.newBuilder().setSeq(1))))));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                refused(
                        "a fate is unknown, committed or aborted",
                        fates(WireFateChunk.newBuilder().setChunk(1).addWords(12))),
                refused(
                        "sequence numbers start at 1",
                        fates(WireFateChunk.newBuilder().addWords(1))),
                refused(
                        "65 words of fates",
                        fates(WireFateChunk.newBuilder().addAllWords(Collections.nCopies(65, 0L)))),
                refused("seqs that can exist", fates(WireFateChunk.newBuilder().setChunk(WireLimits.MAX_CHUNK + 1))),
                refused(
                        "the chunk to go on from is not negative, or it is -1: -2",
                        segment(ToSegment.newBuilder()
                                .setCopyFatesTell(ToSegment.CopyFatesTell.newBuilder()
                                        .setFloor(point())
                                        .setNext(-2)))),
                refused(
                        "3 states of writer slots, not 4",
                        segment(ToSegment.newBuilder()
                                .setRebuildTell(ToSegment.RebuildTell.newBuilder()
                                        .addAllSlots(Collections.nCopies(3, WireSlotState.getDefaultInstance()))))),
                refused(
                        "5 highest seqs, not 4",
                        writer(ToWriter.newBuilder()
                                .setHighestAre(
                                        ToWriter.HighestAre.newBuilder().addAllSeqs(Collections.nCopies(5, 1L))))),
                refused(
                        "a seq is not negative: -1",
                        writer(ToWriter.newBuilder()
                                .setHighestAre(
                                        ToWriter.HighestAre.newBuilder().addAllSeqs(Collections.nCopies(4, -1L))))),
                refused(
                        "a reason for not serving a page that is not known here",
                        writer(ToWriter.newBuilder()
                                .setPageRefused(
                                        ToWriter.PageRefused.newBuilder().setReasonValue(5)))),
                refused(
                        "an answer about changed pages that is not known here",
                        writer(ToWriter.newBuilder().setChangedAre(ToWriter.ChangedAre.getDefaultInstance()))));
    }

    private static Arguments refused(String why, WireEnvelope envelope) {
        return Arguments.of(why, envelope);
    }

    @ParameterizedTest
    @MethodSource({"addresses", "proposals", "points", "registers", "others"})
    void whatIsOutOfRangeIsRefused(String why, WireEnvelope envelope) {
        assertRefused(why, envelope.toByteArray());
    }

    /** That a frame is refused for this reason. */
    static void assertRefused(String why, byte[] frame) {
        WireException refusal = assertThrows(WireException.class, () -> EnvelopeCodec.decode(frame));
        String beginning = "an envelope of " + frame.length + " bytes is refused, and nothing of it is taken: ";
        assertTrue(refusal.getMessage().startsWith(beginning), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(why), refusal::getMessage);
    }

    @Test
    void theSameIsAcceptedInRange() {
        assertEquals(
                List.of(new SegmentMessage.Propose(PROPOSAL)),
                EnvelopeCodec.decode(proposed(proposal()).toByteArray()).messages());
        assertEquals(
                List.of(new SegmentMessage.ReadPage(0, new PageId(0), POINT)),
                EnvelopeCodec.decode(read(point()).toByteArray()).messages());
    }
}
