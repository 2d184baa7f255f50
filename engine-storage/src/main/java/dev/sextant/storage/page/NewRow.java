package dev.sextant.storage.page;

import dev.sextant.api.PageId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row to be put on a page. A leaf row's LSN is {@link RowLsn#SELF}: it is part of a version that does not exist yet. Keeps
 * the caller's arrays; they must not change until the row is on its page.
 */
public final class NewRow {
    private static final byte[] NOTHING = {};

    private final byte[] key;
    private final int flags;
    private final long word;
    private final byte[] value;
    private final @Nullable OverflowRef overflow;

    private NewRow(byte[] key, int flags, long word, byte[] value, @Nullable OverflowRef overflow) {
        this.key = key;
        this.flags = flags;
        this.word = word;
        this.value = value;
        this.overflow = overflow;
    }

    /** A leaf row with its value. */
    public static NewRow of(byte[] key, byte[] value) {
        return new NewRow(key, 0, RowLsn.SELF_VALUE, value, null);
    }

    /** A leaf row whose value is on overflow pages that the same version writes. */
    public static NewRow large(byte[] key, OverflowRef overflow) {
        return new NewRow(key, PageLayout.FLAG_LARGE, RowLsn.SELF_VALUE, NOTHING, overflow);
    }

    /** The mark that a row was deleted. */
    public static NewRow tombstone(byte[] key) {
        return new NewRow(key, PageLayout.FLAG_TOMBSTONE, RowLsn.SELF_VALUE, NOTHING, null);
    }

    /** An inner row: the child page that holds this key and all up to the next separator. */
    public static NewRow child(byte[] separator, PageId child) {
        return new NewRow(separator, 0, child.value(), NOTHING, null);
    }

    public byte[] key() {
        return key;
    }

    /** What the row takes on a page, its slot not counted. */
    public int sizeBytes() {
        return PageLayout.ROW_HEADER_BYTES + key.length + restBytes();
    }

    int flags() {
        return flags;
    }

    long word() {
        return word;
    }

    int restBytes() {
        return overflow == null ? value.length : PageLayout.REF_BYTES;
    }

    void copyRest(byte[] target, int at) {
        if (overflow == null) {
            System.arraycopy(value, 0, target, at, value.length);
            return;
        }
        Bytes.putI64(target, at, overflow.first().value());
        Bytes.putI32(target, at + PageLayout.REF_PAGES_AT, overflow.pageCount());
        Bytes.putI32(target, at + PageLayout.REF_LENGTH_AT, overflow.valueBytes());
        Bytes.putI64(target, at + PageLayout.REF_SEQ_AT, OverflowRef.SELF_SEQ);
    }

    @Override
    public String toString() {
        return "row " + Arrays.toString(key) + ", " + restBytes() + " bytes of value, flags " + flags;
    }
}
