package dev.sextant.storage.segment;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the shelves, big-endian so that they sort by what they name.
 *
 * <pre>
 * PROPOSALS, DECISIONS   slot (1)  seq (8)
 * REDO, PAGES            page (8)  LSN (8)  seq (8)
 * META                   kind (1)  and for a slot its number (1), for a page its number (8), for fates the slot (1) and the
 *                        number of the chunk (8), for a moment its time in milliseconds since 1970 (8)
 * </pre>
 */
final class SegmentKeys {
    /** The first key there can be. */
    static final byte[] FIRST = {};

    /** After every key there can be: longer than any, and no key begins like it. */
    static final byte[] END = {
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1
    };

    static final byte META_IDENTITY = 'i';
    static final byte META_HELD = 'h';
    static final byte META_SLOT = 's';
    static final byte META_PAGE = 'p';

    static final byte META_FLOOR = 'f';
    static final byte META_FATES = 'c';
    static final byte META_MOMENT = 'm';
    static final byte META_IMAGES = 'g';

    private static final int ID_BYTES = 1 + Long.BYTES;
    private static final int VERSION_BYTES = 3 * Long.BYTES;

    private SegmentKeys() {}

    static byte[] id(ProposalId id) {
        return id(id.slot(), id.seq());
    }

    /** The key of a slot's seq, which may be 0: before every proposal of the slot. */
    static byte[] id(int slot, long seq) {
        return ByteBuffer.allocate(ID_BYTES).put((byte) slot).putLong(seq).array();
    }

    static ProposalId idOf(byte[] key) {
        RecordReader.require(key.length == ID_BYTES, "the key of a proposal has " + key.length + " bytes");
        ByteBuffer buffer = ByteBuffer.wrap(key);
        int slot = buffer.get();
        long seq = buffer.getLong();
        RecordReader.require(slot >= 0 && slot < WriterId.MAX_COUNT && seq > 0, "a key names no proposal");
        return ProposalId.of(slot, seq);
    }

    static byte[] version(PageId page, VersionId version) {
        return version(page.value(), version.lsn().value(), version.seq());
    }

    private static byte[] version(long page, long lsn, long seq) {
        return ByteBuffer.allocate(VERSION_BYTES)
                .putLong(page)
                .putLong(lsn)
                .putLong(seq)
                .array();
    }

    /** Before every version of a page. */
    static byte[] pageBegin(PageId page) {
        return version(page.value(), 0, 0);
    }

    /** After every version of a page. */
    static byte[] pageEnd(PageId page) {
        return version(page.value(), -1, -1);
    }

    static VersionId versionOf(byte[] key) {
        RecordReader.require(key.length == VERSION_BYTES, "the key of a version has " + key.length + " bytes");
        long lsn = ByteBuffer.wrap(key).getLong(Long.BYTES);
        long seq = ByteBuffer.wrap(key).getLong(2 * Long.BYTES);
        RecordReader.require(lsn > 0 && seq > 0, "a key names no version");
        return new VersionId(new Lsn(lsn), seq);
    }

    /** The page of a key of REDO or PAGES. */
    static PageId pageOf(byte[] key) {
        RecordReader.require(key.length == VERSION_BYTES, "the key of a version has " + key.length + " bytes");
        return new PageId(ByteBuffer.wrap(key).getLong());
    }

    /** The page that a key is about, if it is about one and is long enough to say so. */
    static @Nullable PageId pageIfAny(Shelf shelf, byte[] key) {
        if (shelf == Shelf.REDO || shelf == Shelf.PAGES) {
            return key.length == VERSION_BYTES ? pageOf(key) : null;
        }
        boolean ofPage = shelf == Shelf.META && key.length == 1 + Long.BYTES && key[0] == META_PAGE;
        return ofPage ? pageOfMeta(key) : null;
    }

    static byte[] metaIdentity() {
        return new byte[] {META_IDENTITY};
    }

    static byte[] metaHeld() {
        return new byte[] {META_HELD};
    }

    static byte[] metaSlot(WriterId writer) {
        return new byte[] {META_SLOT, (byte) writer.slot()};
    }

    static byte[] metaPage(PageId page) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put(META_PAGE)
                .putLong(page.value())
                .array();
    }

    static byte[] metaFloor() {
        return new byte[] {META_FLOOR};
    }

    static byte[] metaImages() {
        return new byte[] {META_IMAGES};
    }

    static byte[] metaFates(WriterId writer, long chunk) {
        return ByteBuffer.allocate(2 + Long.BYTES)
                .put(META_FATES)
                .put((byte) writer.slot())
                .putLong(chunk)
                .array();
    }

    /** The slot of a META key written by {@link #metaFates}. */
    static WriterId slotOfFates(byte[] key) {
        RecordReader.require(
                key.length == 2 + Long.BYTES && key[1] >= 0 && key[1] < WriterId.MAX_COUNT,
                "a key names no fates of a writer slot");
        return new WriterId(key[1]);
    }

    /** The chunk of a META key written by {@link #metaFates}. */
    static long chunkOfFates(byte[] key) {
        return ByteBuffer.wrap(key).getLong(2);
    }

    static byte[] metaMoment(long epochMillis) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put(META_MOMENT)
                .putLong(epochMillis)
                .array();
    }

    /** The time of a META key written by {@link #metaMoment}. */
    static long millisOfMoment(byte[] key) {
        RecordReader.require(key.length == 1 + Long.BYTES, "the META key of a moment has " + key.length + " bytes");
        return ByteBuffer.wrap(key).getLong(1);
    }

    /** The page of a META key written by {@link #metaPage}. */
    static PageId pageOfMeta(byte[] key) {
        RecordReader.require(key.length == 1 + Long.BYTES, "the META key of a page has " + key.length + " bytes");
        return new PageId(ByteBuffer.wrap(key).getLong(1));
    }

    /** The slot of a META key written by {@link #metaSlot}. */
    static WriterId slotOf(byte[] key) {
        RecordReader.require(
                key.length == 2 && key[1] >= 0 && key[1] < WriterId.MAX_COUNT, "a key names no writer slot");
        return new WriterId(key[1]);
    }

    /** The first key after this one. */
    static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
