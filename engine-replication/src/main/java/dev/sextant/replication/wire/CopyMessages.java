package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.page;
import static dev.sextant.replication.wire.ValueCodec.point;
import static dev.sextant.replication.wire.ValueCodec.segment;
import static dev.sextant.replication.wire.ValueCodec.version;
import static dev.sextant.replication.wire.ValueCodec.writer;

import com.google.protobuf.UnsafeByteOperations;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.FateChunk;
import dev.sextant.conflict.message.PageCopy;
import dev.sextant.conflict.message.SegmentMessage.CopyAsk;
import dev.sextant.conflict.message.SegmentMessage.CopyFatesAsk;
import dev.sextant.conflict.message.SegmentMessage.CopyFatesTell;
import dev.sextant.conflict.message.SegmentMessage.CopyOffer;
import dev.sextant.conflict.message.SegmentMessage.CopyPagesAsk;
import dev.sextant.conflict.message.SegmentMessage.CopyPagesTell;
import dev.sextant.conflict.message.SegmentMessage.RewoundAsk;
import dev.sextant.conflict.message.SegmentMessage.RewoundTell;
import dev.sextant.replication.wire.proto.ToSegment;
import dev.sextant.replication.wire.proto.WireFateChunk;
import dev.sextant.replication.wire.proto.WirePageCopy;
import java.util.List;

/** Messages by which a segment takes pages and fates from another one. */
final class CopyMessages {
    /** The lower bit of each fate in a word. */
    private static final long LOW_BITS = 0x5555_5555_5555_5555L;

    /** The two bits of the first fate in a word. */
    private static final long FIRST_FATE = 3;

    private CopyMessages() {}

    // ---- asking and offering ---------------------------------------------------------------------------------------

    static ToSegment.CopyAsk toWire(CopyAsk message) {
        return ToSegment.CopyAsk.newBuilder().setFrom(message.from().index()).build();
    }

    static CopyAsk fromWire(ToSegment.CopyAsk wire) {
        return new CopyAsk(segment(wire.getFrom()));
    }

    static ToSegment.CopyOffer toWire(CopyOffer message) {
        ToSegment.CopyOffer.Builder wire = ToSegment.CopyOffer.newBuilder()
                .setFrom(message.from().index())
                .setFloor(ValueCodec.wire(message.floor()))
                .setPages(message.pages());
        if (message.insteadOf() != null) {
            wire.setInsteadOf(ValueCodec.wire(message.insteadOf()));
        }
        return wire.build();
    }

    static CopyOffer fromWire(ToSegment.CopyOffer wire) {
        return new CopyOffer(
                segment(wire.getFrom()),
                point(wire.getFloor()),
                wire.hasInsteadOf() ? point(wire.getInsteadOf()) : null,
                notNegative(wire.getPages(), "a number of pages"));
    }

    // ---- pages -----------------------------------------------------------------------------------------------------

    static ToSegment.CopyPagesAsk toWire(CopyPagesAsk message) {
        return ToSegment.CopyPagesAsk.newBuilder()
                .setFrom(message.from().index())
                .setFloor(ValueCodec.wire(message.floor()))
                .setPage(message.page().value())
                .build();
    }

    static CopyPagesAsk fromWire(ToSegment.CopyPagesAsk wire) {
        return new CopyPagesAsk(segment(wire.getFrom()), point(wire.getFloor()), page(wire.getPage()));
    }

    static ToSegment.CopyPagesTell toWire(CopyPagesTell message) {
        ToSegment.CopyPagesTell.Builder wire = ToSegment.CopyPagesTell.newBuilder()
                .setFrom(message.from().index())
                .setFloor(ValueCodec.wire(message.floor()))
                .setAsked(message.asked().value())
                .addAllPages(Lists.map(message.pages(), CopyMessages::wire));
        if (message.next() != null) {
            wire.setNext(message.next().value());
        }
        return wire.build();
    }

    static CopyPagesTell fromWire(ToSegment.CopyPagesTell wire) {
        return new CopyPagesTell(
                segment(wire.getFrom()),
                point(wire.getFloor()),
                page(wire.getAsked()),
                pageCopies(wire.getPagesList()),
                wire.hasNext() ? page(wire.getNext()) : null);
    }

    private static WirePageCopy wire(PageCopy copy) {
        return WirePageCopy.newBuilder()
                .setPage(copy.page().value())
                .setVersion(ValueCodec.wire(copy.version()))
                .setImage(UnsafeByteOperations.unsafeWrap(copy.image()))
                .setNewest(ValueCodec.wire(copy.newest()))
                .addAllReaders(Lists.map(copy.readers(), ValueCodec::wire))
                .build();
    }

    private static PageCopy pageCopy(WirePageCopy wire) {
        return new PageCopy(
                page(wire.getPage()),
                version(wire.getVersion()),
                Ranges.bytes(wire.getImage(), WireLimits.MAX_PAGE_BYTES, "an image"),
                version(wire.getNewest()),
                ValueCodec.proposalIds(wire.getReadersList()));
    }

    private static List<PageCopy> pageCopies(List<WirePageCopy> wire) {
        return Lists.read(wire, WireLimits.MAX_PAGES, "pages", CopyMessages::pageCopy);
    }

    static ToSegment.RewoundAsk toWire(RewoundAsk message) {
        ToSegment.RewoundAsk.Builder wire = ToSegment.RewoundAsk.newBuilder()
                .setFrom(message.from().index())
                .setBacktrack(ValueCodec.wire(message.backtrack()));
        message.pages().forEach(page -> wire.addPages(page.value()));
        return wire.build();
    }

    static RewoundAsk fromWire(ToSegment.RewoundAsk wire) {
        return new RewoundAsk(
                segment(wire.getFrom()), version(wire.getBacktrack()), ValueCodec.pages(wire.getPagesList()));
    }

    static ToSegment.RewoundTell toWire(RewoundTell message) {
        return ToSegment.RewoundTell.newBuilder()
                .setFrom(message.from().index())
                .addAllPages(Lists.map(message.pages(), CopyMessages::wire))
                .build();
    }

    static RewoundTell fromWire(ToSegment.RewoundTell wire) {
        return new RewoundTell(segment(wire.getFrom()), pageCopies(wire.getPagesList()));
    }

    // ---- fates -----------------------------------------------------------------------------------------------------

    static ToSegment.CopyFatesAsk toWire(CopyFatesAsk message) {
        return ToSegment.CopyFatesAsk.newBuilder()
                .setFrom(message.from().index())
                .setFloor(ValueCodec.wire(message.floor()))
                .setWriter(message.writer().slot())
                .setChunk(message.chunk())
                .build();
    }

    static CopyFatesAsk fromWire(ToSegment.CopyFatesAsk wire) {
        return new CopyFatesAsk(
                segment(wire.getFrom()),
                point(wire.getFloor()),
                writer(wire.getWriter()),
                notNegative(wire.getChunk(), "a chunk"));
    }

    static ToSegment.CopyFatesTell toWire(CopyFatesTell message) {
        return ToSegment.CopyFatesTell.newBuilder()
                .setFrom(message.from().index())
                .setFloor(ValueCodec.wire(message.floor()))
                .setWriter(message.writer().slot())
                .setAsked(message.asked())
                .addAllChunks(Lists.map(message.chunks(), CopyMessages::wire))
                .setNext(message.next())
                .addAllMoments(Lists.map(message.moments(), ValueCodec::wire))
                .build();
    }

    static CopyFatesTell fromWire(ToSegment.CopyFatesTell wire) {
        return new CopyFatesTell(
                segment(wire.getFrom()),
                point(wire.getFloor()),
                writer(wire.getWriter()),
                notNegative(wire.getAsked(), "a chunk"),
                Lists.read(wire.getChunksList(), WireLimits.MAX_CHUNKS, "chunks of fates", CopyMessages::fateChunk),
                Ranges.orNone(wire.getNext(), "the chunk to go on from"),
                Lists.read(wire.getMomentsList(), WireLimits.MAX_MOMENTS, "moments", ValueCodec::moment));
    }

    private static WireFateChunk wire(FateChunk chunk) {
        WireFateChunk.Builder wire = WireFateChunk.newBuilder().setChunk(chunk.chunk());
        for (long word : chunk.words()) {
            wire.addWords(word);
        }
        return wire.build();
    }

    private static FateChunk fateChunk(WireFateChunk wire) {
        long chunk = notNegative(wire.getChunk(), "a chunk");
        Check.argument(chunk <= WireLimits.MAX_CHUNK, "a chunk tells of seqs that can exist");
        Ranges.count(wire.getWordsCount(), WireLimits.MAX_FATE_WORDS, "words of fates");
        long[] words = new long[wire.getWordsCount()];
        for (int i = 0; i < words.length; i++) {
            words[i] = wire.getWords(i);
            Check.argument((words[i] & words[i] >>> 1 & LOW_BITS) == 0, "a fate is unknown, committed or aborted");
        }
        Check.argument(chunk > 0 || words.length == 0 || (words[0] & FIRST_FATE) == 0, "sequence numbers start at 1");
        return new FateChunk(chunk, words);
    }
}
