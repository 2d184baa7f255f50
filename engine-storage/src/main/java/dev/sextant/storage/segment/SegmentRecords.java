package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values on the shelves but PAGES, whose images have a format of their own. Every value begins with the version of its
 * format; one that this class does not know is refused.
 *
 * <pre>
 * PROPOSALS  format, promised, flag, [accepted, fate], flag, [proposal]
 * REDO       format, base, delta
 * DECISIONS  format, fate; for COMMITTED: counted, readers, flag, [proposal]
 * META i     format, generation, whole, round of the rebuild
 * META h     format, read point
 * META s     format, incarnation, nonce, abstainBelow, openings
 * META p     format, newest version, its readers
 * META f     format, read point below which history is collected
 * META g     format, read point up to which every page has an image
 * META c     format, two bits for the fate of each of 2,048 seqs
 * META m     format, the writer that told, its read point
 * </pre>
 */
final class SegmentRecords {
    static final int FORMAT = 1;

    private static final int COMMITTED = 1;
    private static final int ABORTED = 2;

    private SegmentRecords() {}

    private static RecordWriter writer() {
        return new RecordWriter().u8(FORMAT);
    }

    private static RecordReader reader(byte[] value) {
        RecordReader reader = new RecordReader(value);
        int format = reader.u8();
        RecordReader.require(
                format <= FORMAT,
                "a newer version of Sextant wrote it, in format " + format + "; this one reads " + FORMAT);
        RecordReader.require(format == FORMAT, "its format is " + format + ", this version reads " + FORMAT);
        return reader;
    }

    private static void writeFate(RecordWriter to, Fate fate) {
        to.u8(fate == Fate.COMMITTED ? COMMITTED : ABORTED);
    }

    private static Fate readFate(RecordReader from) {
        int fate = from.u8();
        RecordReader.require(fate == COMMITTED || fate == ABORTED, "it names no fate");
        return fate == COMMITTED ? Fate.COMMITTED : Fate.ABORTED;
    }

    // ---- PROPOSALS -------------------------------------------------------------------------------------------------

    /** A register whose proposal lacks its deltas. */
    record StoredRegister(
            Ballot promised,
            @Nullable Ballot accepted,
            @Nullable Fate value,
            @Nullable ProposalOutline outline) {
        Register with(@Nullable Proposal content) {
            return new Register(promised, accepted, value, content);
        }
    }

    static byte[] register(Register register) {
        RecordWriter to = writer();
        writeBallot(to, register.promised());
        Ballot accepted = register.accepted();
        Fate value = register.value();
        to.flag(accepted != null);
        if (accepted != null && value != null) {
            writeBallot(to, accepted);
            writeFate(to, value);
        }
        Proposal content = register.content();
        to.flag(content != null);
        if (content != null) {
            ProposalCodec.write(to, content);
        }
        return to.toBytes();
    }

    static StoredRegister register(ProposalId id, byte[] value) {
        RecordReader from = reader(value);
        Ballot promised = readBallot(from);
        Ballot accepted = null;
        Fate fate = null;
        if (from.flag()) {
            accepted = readBallot(from);
            fate = readFate(from);
        }
        ProposalOutline outline = from.flag() ? ProposalCodec.read(id, from) : null;
        from.end();
        return new StoredRegister(promised, accepted, fate, outline);
    }

    private static void writeBallot(RecordWriter to, Ballot ballot) {
        to.number(ballot.round()).number(ballot.slot()).number(ballot.incarnation());
    }

    private static Ballot readBallot(RecordReader from) {
        return new Ballot(from.number(), (int) from.number(), from.number());
    }

    // ---- REDO ------------------------------------------------------------------------------------------------------

    /** A delta and the version it was made on. */
    record StoredDelta(VersionId base, byte[] delta) {}

    static byte[] delta(PageWrite write) {
        RecordWriter to = writer();
        ProposalCodec.writeVersion(to, write.base());
        return to.array(write.delta()).toBytes();
    }

    static StoredDelta delta(byte[] value) {
        RecordReader from = reader(value);
        StoredDelta delta = new StoredDelta(ProposalCodec.readVersion(from), from.array());
        from.end();
        return delta;
    }

    // ---- DECISIONS -------------------------------------------------------------------------------------------------

    /**
     * A fate, and for a commit what is needed to tell it to others.
     *
     * @param outline the proposal; null if it aborted, or while its content is not here
     */
    record StoredDecision(
            Fate fate,
            boolean counted,
            List<BaseReaders> readers,
            @Nullable ProposalOutline outline) {}

    static byte[] aborted() {
        RecordWriter to = writer();
        writeFate(to, Fate.ABORTED);
        return to.toBytes();
    }

    static byte[] committed(boolean counted, List<BaseReaders> readers, @Nullable Proposal content) {
        RecordWriter to = writer();
        writeFate(to, Fate.COMMITTED);
        to.flag(counted).number(readers.size());
        for (BaseReaders each : readers) {
            to.number(each.page().value());
            ProposalCodec.writeVersion(to, each.base());
            ProposalCodec.writeIds(to, each.readers());
        }
        to.flag(content != null);
        if (content != null) {
            ProposalCodec.write(to, content);
        }
        return to.toBytes();
    }

    static StoredDecision decision(ProposalId id, byte[] value) {
        RecordReader from = reader(value);
        if (readFate(from) == Fate.ABORTED) {
            from.end();
            return new StoredDecision(Fate.ABORTED, false, List.of(), null);
        }
        boolean counted = from.flag();
        List<BaseReaders> readers = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            PageId page = new PageId(from.number());
            readers.add(new BaseReaders(page, ProposalCodec.readVersion(from), ProposalCodec.readIds(from)));
        }
        ProposalOutline outline = from.flag() ? ProposalCodec.read(id, from) : null;
        from.end();
        return new StoredDecision(Fate.COMMITTED, counted, List.copyOf(readers), outline);
    }

    // ---- META ------------------------------------------------------------------------------------------------------

    /**
     * Which disk this is, and whether it has everything it needs to count.
     *
     * @param rebuildRound the highest round of asking the others, see {@link Rebuild}
     */
    record Identity(long generation, boolean whole, long rebuildRound) {}

    static byte[] identity(Identity identity) {
        return writer().number(identity.generation())
                .flag(identity.whole())
                .number(identity.rebuildRound())
                .toBytes();
    }

    static Identity identity(byte[] value) {
        RecordReader from = reader(value);
        Identity identity = new Identity(from.number(), from.flag(), from.number());
        from.end();
        return identity;
    }

    static byte[] point(ReadPoint point) {
        RecordWriter to = writer();
        ProposalCodec.writeReadPoint(to, point);
        return to.toBytes();
    }

    static ReadPoint point(byte[] value) {
        RecordReader from = reader(value);
        ReadPoint point = ProposalCodec.readReadPoint(from);
        from.end();
        return point;
    }

    static byte[] slot(SlotState slot) {
        RecordWriter to = writer();
        to.number(slot.incarnation()).number(slot.nonce()).number(slot.abstainBelow());
        to.number(slot.openings().size());
        for (SlotState.Opening opening : slot.openings()) {
            to.number(opening.incarnation()).number(opening.closeFrom()).number(opening.firstSeq());
        }
        return to.toBytes();
    }

    static SlotState slot(byte[] value) {
        RecordReader from = reader(value);
        long incarnation = from.number();
        long nonce = from.number();
        long abstainBelow = from.number();
        List<SlotState.Opening> openings = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            openings.add(new SlotState.Opening(from.number(), from.number(), from.number()));
        }
        from.end();
        return new SlotState(incarnation, nonce, openings, abstainBelow);
    }

    static byte[] fates(long[] words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
        for (long word : words) {
            bytes.putLong(word);
        }
        return writer().array(bytes.array()).toBytes();
    }

    static long[] fates(byte[] value) {
        RecordReader from = reader(value);
        ByteBuffer bytes = ByteBuffer.wrap(from.array());
        from.end();
        RecordReader.require(bytes.remaining() % Long.BYTES == 0, "the fates of a chunk are not whole words");
        long[] words = new long[bytes.remaining() / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = bytes.getLong();
        }
        return words;
    }

    /** A moment without its time, which is in the key. */
    record StoredMoment(WriterId writer, ReadPoint point) {}

    static byte[] moment(WriterId writer, ReadPoint point) {
        RecordWriter to = writer().u8(writer.slot());
        ProposalCodec.writeReadPoint(to, point);
        return to.toBytes();
    }

    static StoredMoment moment(byte[] value) {
        RecordReader from = reader(value);
        int slot = from.u8();
        RecordReader.require(slot < WriterId.MAX_COUNT, "it names no writer slot");
        StoredMoment moment = new StoredMoment(new WriterId(slot), ProposalCodec.readReadPoint(from));
        from.end();
        return moment;
    }

    /** The newest decided version of a page known here, and the committed proposals known to have read it. */
    record StoredPage(VersionId newest, List<ProposalId> readers) {}

    static byte[] page(StoredPage page) {
        RecordWriter to = writer();
        ProposalCodec.writeVersion(to, page.newest());
        ProposalCodec.writeIds(to, page.readers());
        return to.toBytes();
    }

    static StoredPage page(byte[] value) {
        RecordReader from = reader(value);
        StoredPage page = new StoredPage(ProposalCodec.readVersion(from), ProposalCodec.readIds(from));
        from.end();
        return page;
    }
}
