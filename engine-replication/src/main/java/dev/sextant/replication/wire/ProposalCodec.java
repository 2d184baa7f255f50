package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.lsn;
import static dev.sextant.replication.wire.ValueCodec.page;
import static dev.sextant.replication.wire.ValueCodec.point;
import static dev.sextant.replication.wire.ValueCodec.proposalId;
import static dev.sextant.replication.wire.ValueCodec.proposalIds;
import static dev.sextant.replication.wire.ValueCodec.version;

import com.google.protobuf.UnsafeByteOperations;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Reservation;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Rival;
import dev.sextant.replication.wire.proto.WireBaseReaders;
import dev.sextant.replication.wire.proto.WireDecidedProposal;
import dev.sextant.replication.wire.proto.WireDelegator;
import dev.sextant.replication.wire.proto.WirePageRead;
import dev.sextant.replication.wire.proto.WirePageWrite;
import dev.sextant.replication.wire.proto.WireProposal;
import dev.sextant.replication.wire.proto.WireReservation;
import dev.sextant.replication.wire.proto.WireRival;
import java.util.List;

/** Proposals, with or without their fate, and what is said of the pages they touch. */
final class ProposalCodec {
    private ProposalCodec() {}

    // ---- proposals -------------------------------------------------------------------------------------------------

    static WireProposal wire(Proposal proposal) {
        return WireProposal.newBuilder()
                .setId(ValueCodec.wire(proposal.id()))
                .setIncarnation(proposal.incarnation())
                .setLsn(proposal.lsn().value())
                .setAge(proposal.age().value())
                .addAllWrites(Lists.map(proposal.writes(), ProposalCodec::wire))
                .addAllReads(Lists.map(proposal.reads(), ProposalCodec::wire))
                .setDeps(ValueCodec.wire(proposal.deps()))
                .addAllTransactions(Lists.map(proposal.transactions(), ValueCodec::wire))
                .addAllReplaces(Lists.map(proposal.replaces(), ValueCodec::wire))
                .addAllDelegators(Lists.map(proposal.delegators(), ProposalCodec::wire))
                .build();
    }

    static Proposal proposal(WireProposal wire) {
        return new Proposal(
                proposalId(wire.getId()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                lsn(wire.getLsn()),
                lsn(wire.getAge()),
                Lists.read(wire.getWritesList(), WireLimits.MAX_PAGES, "pages", ProposalCodec::pageWrite),
                pageReads(wire.getReadsList()),
                point(wire.getDeps()),
                Lists.read(
                        wire.getTransactionsList(),
                        WireLimits.MAX_TRANSACTIONS,
                        "transactions",
                        ValueCodec::transactionId),
                proposalIds(wire.getReplacesList()),
                Lists.read(
                        wire.getDelegatorsList(), WriterId.MAX_COUNT, "delegators", ProposalCodec::delegator));
    }

    static WireDelegator wire(Delegator delegator) {
        return WireDelegator.newBuilder()
                .setWriter(delegator.writer().slot())
                .setIncarnation(delegator.incarnation())
                .build();
    }

    static Delegator delegator(WireDelegator wire) {
        return new Delegator(ValueCodec.writer(wire.getWriter()), notNegative(wire.getIncarnation(), "an incarnation"));
    }

    private static WirePageWrite wire(PageWrite write) {
        return WirePageWrite.newBuilder()
                .setPage(write.page().value())
                .setBase(ValueCodec.wire(write.base()))
                .setDelta(UnsafeByteOperations.unsafeWrap(write.delta()))
                .build();
    }

    private static PageWrite pageWrite(WirePageWrite wire) {
        return new PageWrite(
                page(wire.getPage()),
                version(wire.getBase()),
                Ranges.bytes(wire.getDelta(), WireLimits.MAX_PAGE_BYTES, "a delta"));
    }

    static WireDecidedProposal wire(DecidedProposal decided) {
        WireDecidedProposal.Builder wire = WireDecidedProposal.newBuilder()
                .setId(ValueCodec.wire(decided.id()))
                .setFate(FateCodec.wire(decided.fate()))
                .setCounted(decided.counted())
                .addAllReaders(Lists.map(decided.readers(), ProposalCodec::wire));
        if (decided.content() != null) {
            wire.setContent(wire(decided.content()));
        }
        return wire.build();
    }

    static DecidedProposal decided(WireDecidedProposal wire) {
        return new DecidedProposal(
                proposalId(wire.getId()),
                FateCodec.fate(wire.getFate()),
                wire.getCounted(),
                baseReaders(wire.getReadersList()),
                wire.hasContent() ? proposal(wire.getContent()) : null);
    }

    static List<DecidedProposal> decided(List<WireDecidedProposal> wire) {
        return Lists.read(wire, WireLimits.MAX_PROPOSALS, "proposals", ProposalCodec::decided);
    }

    // ---- their pages -----------------------------------------------------------------------------------------------

    static WirePageRead wire(PageRead read) {
        return WirePageRead.newBuilder()
                .setPage(read.page().value())
                .setVersion(ValueCodec.wire(read.version()))
                .build();
    }

    private static PageRead pageRead(WirePageRead wire) {
        return new PageRead(page(wire.getPage()), version(wire.getVersion()));
    }

    static List<PageRead> pageReads(List<WirePageRead> wire) {
        return Lists.read(wire, WireLimits.MAX_PAGES, "pages", ProposalCodec::pageRead);
    }

    static WireBaseReaders wire(BaseReaders readers) {
        return WireBaseReaders.newBuilder()
                .setPage(readers.page().value())
                .setBase(ValueCodec.wire(readers.base()))
                .addAllReaders(Lists.map(readers.readers(), ValueCodec::wire))
                .build();
    }

    private static BaseReaders baseReaders(WireBaseReaders wire) {
        return new BaseReaders(page(wire.getPage()), version(wire.getBase()), proposalIds(wire.getReadersList()));
    }

    static List<BaseReaders> baseReaders(List<WireBaseReaders> wire) {
        return Lists.read(wire, WireLimits.MAX_PAGES, "pages", ProposalCodec::baseReaders);
    }

    static WireRival wire(Rival rival) {
        return WireRival.newBuilder()
                .setId(ValueCodec.wire(rival.id()))
                .setAge(rival.age().value())
                .build();
    }

    static Rival rival(WireRival wire) {
        return new Rival(proposalId(wire.getId()), lsn(wire.getAge()));
    }

    static WireReservation wire(Reservation reservation) {
        WireReservation.Builder wire =
                WireReservation.newBuilder().setAge(reservation.age().value()).setLifeNanos(reservation.lifeNanos());
        reservation.pages().forEach(page -> wire.addPages(page.value()));
        return wire.build();
    }

    static Reservation reservation(WireReservation wire) {
        return new Reservation(
                lsn(wire.getAge()),
                ValueCodec.pages(wire.getPagesList()),
                notNegative(wire.getLifeNanos(), "a life time"));
    }
}
