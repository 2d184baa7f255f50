package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.wire.proto.WireMissing;
import dev.sextant.replication.wire.proto.WireMoment;
import dev.sextant.replication.wire.proto.WireNodeAddress;
import dev.sextant.replication.wire.proto.WireProposalId;
import dev.sextant.replication.wire.proto.WireReadPoint;
import dev.sextant.replication.wire.proto.WireRole;
import dev.sextant.replication.wire.proto.WireTransactionId;
import dev.sextant.replication.wire.proto.WireVersionId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Names, versions and points: what every message is full of. */
final class ValueCodec {
    /** All that there are, so that none is made for each message. */
    private static final List<WriterId> WRITERS =
            IntStream.range(0, WriterId.MAX_COUNT).mapToObj(WriterId::new).toList();

    private static final List<SegmentId> SEGMENTS =
            IntStream.range(0, SegmentId.COUNT).mapToObj(SegmentId::new).toList();

    private static final long[] NONE_MISSING = new long[0];

    private ValueCodec() {}

    // ---- names -----------------------------------------------------------------------------------------------------

    static WriterId writer(int slot) {
        return slot >= 0 && slot < WRITERS.size() ? WRITERS.get(slot) : new WriterId(slot);
    }

    static SegmentId segment(int index) {
        return index >= 0 && index < SEGMENTS.size() ? SEGMENTS.get(index) : new SegmentId(index);
    }

    static ReplicaId replica(int index) {
        return new ReplicaId(index);
    }

    static PageId page(long value) {
        return new PageId(value);
    }

    static List<PageId> pages(List<Long> wire) {
        return Lists.read(wire, WireLimits.MAX_PAGES, "pages", PageId::new);
    }

    static Lsn lsn(long value) {
        return new Lsn(value);
    }

    static WireNodeAddress wire(NodeAddress address) {
        WireRole role = switch (address.role()) {
            case SEGMENT -> WireRole.WIRE_ROLE_SEGMENT;
            case WRITER -> WireRole.WIRE_ROLE_WRITER;
            case REPAIR -> WireRole.WIRE_ROLE_REPAIR;
            case REPLICA -> WireRole.WIRE_ROLE_REPLICA;
        };
        return WireNodeAddress.newBuilder()
                .setRole(role)
                .setIndex(address.index())
                .build();
    }

    static NodeAddress address(WireNodeAddress wire) {
        return switch (wire.getRole()) {
            case WIRE_ROLE_SEGMENT -> NodeAddress.of(segment(wire.getIndex()));
            case WIRE_ROLE_WRITER -> NodeAddress.of(writer(wire.getIndex()));
            case WIRE_ROLE_REPAIR -> {
                Check.argument(wire.getIndex() == 0, "there is one repair");
                yield NodeAddress.REPAIR;
            }
            case WIRE_ROLE_REPLICA -> NodeAddress.of(replica(wire.getIndex()));
            case WIRE_ROLE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("an address is a segment's, a writer's, a repair's or a replica's");
        };
    }

    static WireProposalId wire(ProposalId id) {
        return WireProposalId.newBuilder().setWriter(id.slot()).setSeq(id.seq()).build();
    }

    static ProposalId proposalId(WireProposalId wire) {
        return new ProposalId(writer(wire.getWriter()), wire.getSeq());
    }

    static List<ProposalId> proposalIds(List<WireProposalId> wire) {
        return Lists.read(wire, WireLimits.MAX_PROPOSALS, "proposals", ValueCodec::proposalId);
    }

    static WireTransactionId wire(TransactionId id) {
        return WireTransactionId.newBuilder()
                .setHigh(id.high())
                .setLow(id.low())
                .build();
    }

    static TransactionId transactionId(WireTransactionId wire) {
        return new TransactionId(wire.getHigh(), wire.getLow());
    }

    // ---- versions and points ---------------------------------------------------------------------------------------

    static WireVersionId wire(VersionId version) {
        return WireVersionId.newBuilder()
                .setLsn(version.lsn().value())
                .setSeq(version.seq())
                .build();
    }

    static VersionId version(WireVersionId wire) {
        if (wire.getLsn() == 0 && wire.getSeq() == 0) {
            return VersionId.NONE;
        }
        return new VersionId(lsn(wire.getLsn()), notNegative(wire.getSeq(), "a version's seq"));
    }

    static WireReadPoint wire(ReadPoint point) {
        WireReadPoint.Builder wire = WireReadPoint.newBuilder();
        for (WriterId writer : WRITERS) {
            wire.addUpTo(point.upTo(writer));
            long[] missing = point.missing(writer);
            if (missing.length > 0) {
                WireMissing.Builder missed = WireMissing.newBuilder().setWriter(writer.slot());
                for (long seq : missing) {
                    missed.addSeqs(seq);
                }
                wire.addMissing(missed);
            }
        }
        return wire.build();
    }

    static ReadPoint point(WireReadPoint wire) {
        Ranges.exactly(wire.getUpToCount(), WriterId.MAX_COUNT, "writer slots in a read point");
        long[] upTo = new long[WriterId.MAX_COUNT];
        long[][] missing = new long[WriterId.MAX_COUNT][];
        Arrays.fill(missing, NONE_MISSING);
        for (int slot = 0; slot < upTo.length; slot++) {
            upTo[slot] = wire.getUpTo(slot);
        }
        int last = -1;
        for (WireMissing missed : wire.getMissingList()) {
            int slot = writer(missed.getWriter()).slot();
            Check.argument(slot > last, "the slots in which a read point misses something rise");
            missing[slot] = missing(missed);
            last = slot;
        }
        return ReadPoint.of(upTo, missing);
    }

    private static long[] missing(WireMissing wire) {
        int count = wire.getSeqsCount();
        Check.argument(count > 0, "a slot is listed where something is missing");
        Ranges.count(count, WireLimits.MAX_MISSING, "missing seqs");
        long[] seqs = new long[count];
        for (int i = 0; i < count; i++) {
            seqs[i] = wire.getSeqs(i);
        }
        return seqs;
    }

    /** One for each writer slot. */
    static List<Long> highestSeqs(List<Long> wire) {
        Ranges.exactly(wire.size(), WriterId.MAX_COUNT, "highest seqs");
        return Lists.read(wire, WriterId.MAX_COUNT, "highest seqs", seq -> notNegative(seq, "a seq"));
    }

    static WireMoment wire(Moment moment) {
        return WireMoment.newBuilder()
                .setEpochMillis(moment.epochMillis())
                .setWriter(moment.writer().slot())
                .setPoint(wire(moment.point()))
                .build();
    }

    static Moment moment(WireMoment wire) {
        return new Moment(wire.getEpochMillis(), writer(wire.getWriter()), point(wire.getPoint()));
    }
}
