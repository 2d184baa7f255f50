package dev.sextant.storage.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RedoTest {
    private static final VersionId V1 = new VersionId(new Lsn(4), 1);
    private static final VersionId V2 = new VersionId(new Lsn(8), 2);

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Page leaf(String... keys) {
        DeltaBuilder delta = new DeltaBuilder();
        for (String key : keys) {
            delta.put(key(key), key("value of " + key));
        }
        return Redo.apply(Page.EMPTY, delta.build(), V1);
    }

    private static String show(Page page) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < page.count(); i++) {
            rows.append(i == 0 ? "" : " ").append(new String(page.key(i), StandardCharsets.UTF_8));
            if (page.isLeaf()) {
                rows.append(page.isTombstone(i) ? "-" : "")
                        .append('@')
                        .append(page.lsn(i).value());
            } else {
                rows.append("->").append(page.child(i).value());
            }
        }
        return rows.toString();
    }

    private static void assertRefused(Page base, byte[] delta) {
        assertThrows(DeltaCorruptException.class, () -> Redo.apply(base, delta, V2));
    }

    @Test
    void rowOperationsTouchTheirRowsAndNoOthers() {
        byte[] delta = new DeltaBuilder()
                .truncate(key("e"))
                .put(key("a"), key("new"))
                .tombstone(key("b"))
                .remove(key("c"))
                .put(key("f"), key("new"))
                .build();
        assertEquals("a@8 b-@8 d@4 f@8", show(Redo.apply(leaf("a", "b", "c", "d", "e", "f", "g"), delta, V2)));
    }

    @Test
    void childrenArePutAndTruncated() {
        Page inner = PageChanges.inner(1, new PageId(1), key("m"), new PageId(2));
        Page more = Redo.apply(
                inner, new DeltaBuilder().putChild(key("c"), new PageId(3)).build(), V1);
        assertEquals("->1 c->3 m->2", show(more));
        Page less = Redo.apply(more, new DeltaBuilder().truncate(key("d")).build(), V2);
        assertEquals("->1 c->3", show(less));
        assertEquals(1, less.level());
    }

    @Test
    void aDeltaWithoutOperationsMakesTheSamePage() {
        Page base = leaf("a", "b");
        assertSame(base, Redo.apply(base, DeltaBuilder.touch(), V2));
        assertArrayEquals(DeltaBuilder.touch(), Redo.diff(base, base));
    }

    @Test
    void aSplitOffTailIsOneTruncation() {
        Page base = leaf("a", "b", "c", "d", "e", "f");
        byte[] delta = Redo.diff(base, PageChanges.slice(base, 0, 3));
        assertArrayEquals(new DeltaBuilder().truncate(key("d")).build(), delta);
    }

    @Test
    void aPageThatChangedAltogetherIsWrittenWhole() {
        Page base = leaf("a", "b", "c", "d", "e", "f");
        Page working = base;
        for (int i = 0; i < base.count(); i++) {
            working = PageChanges.put(working, NewRow.of(base.key(i), key("other")));
        }
        working = PageChanges.inner(1, new PageId(4), key("m"), new PageId(5));
        assertArrayEquals(DeltaBuilder.init(working), Redo.diff(base, working));
    }

    /** The stored format. If this fails, redo written before cannot be applied any more: raise the format number. */
    @Test
    void theStoredFormIsFixed() {
        byte[] delta = new DeltaBuilder()
                .truncate(key("z"))
                .put(key("a"), key("xy"))
                .putLarge(key("b"), OverflowRef.self(new PageId(0x11), 2, 0x444))
                .tombstone(key("c"))
                .remove(key("d"))
                .putChild(key("e"), new PageId(0x12))
                .build();
        String expected = "01" + "06" + "0001" + "7a"
                + "01" + "0001" + "0002" + "61" + "7879"
                + "02" + "0001" + "62" + "0000000000000011" + "00000002" + "00000444"
                + "03" + "0001" + "63"
                + "04" + "0001" + "64"
                + "05" + "0001" + "65" + "0000000000000012";
        assertEquals(expected, withoutChecksum(delta));
        assertEquals("0108", withoutChecksum(DeltaBuilder.free()));
        assertEquals("01", withoutChecksum(DeltaBuilder.touch()));
        assertEquals("0107" + "010100000000", withoutChecksum(DeltaBuilder.init(Page.EMPTY)));
    }

    private static String withoutChecksum(byte[] delta) {
        return HexFormat.of().formatHex(delta, 0, delta.length - DeltaLayout.CRC_BYTES);
    }

    @Test
    void overflowPagesAreWrittenOnceAndGivenUpOnce() {
        Page payload = PageChanges.overflow(key("payload"), 0, 7);
        Page written = Redo.apply(Page.EMPTY, DeltaBuilder.init(payload), V1);
        assertEquals(payload, written);
        assertEquals(Page.FREE, Redo.apply(written, DeltaBuilder.free(), V2));
        assertRefused(written, DeltaBuilder.init(payload));
        assertRefused(Page.FREE, DeltaBuilder.init(payload));
        assertRefused(Page.FREE, DeltaBuilder.free());
        assertRefused(Page.EMPTY, DeltaBuilder.free());
        assertRefused(leaf("a"), DeltaBuilder.init(payload));
        assertRefused(leaf("a"), DeltaBuilder.init(Page.FREE));
        assertRefused(written, DeltaBuilder.init(leaf("a")));
        assertRefused(Page.FREE, new DeltaBuilder().put(key("a"), key("b")).build());
    }

    @Test
    void aDeltaForAnotherPageIsRefused() {
        Page inner = PageChanges.inner(1, new PageId(1), key("m"), new PageId(2));
        assertRefused(leaf("a"), new DeltaBuilder().remove(key("b")).build());
        assertRefused(
                leaf("a", "b"),
                new DeltaBuilder().truncate(key("b")).remove(key("b")).build());
        assertRefused(
                leaf("a"), new DeltaBuilder().putChild(key("b"), new PageId(1)).build());
        assertRefused(inner, new DeltaBuilder().put(key("b"), key("c")).build());
        assertRefused(inner, new DeltaBuilder().tombstone(key("b")).build());
    }

    @Test
    void operationsOutOfOrderAreRefused() {
        byte[] put = operations(new DeltaBuilder().put(key("b"), key("x")).build());
        byte[] remove = operations(new DeltaBuilder().remove(key("a")).build());
        byte[] truncate = operations(new DeltaBuilder().truncate(key("c")).build());
        byte[] free = operations(DeltaBuilder.free());
        byte[] init = operations(DeltaBuilder.init(leaf("a")));
        Page base = leaf("a", "b", "c");
        assertEquals("b@8", show(Redo.apply(base, sealed(truncate, remove, put), V2)));
        assertRefused(base, sealed(put, remove));
        assertRefused(base, sealed(put, put));
        assertRefused(base, sealed(put, truncate));
        assertRefused(base, sealed(truncate, truncate));
        assertRefused(base, sealed(truncate, free));
        assertRefused(base, sealed(put, init));
        assertRefused(base, sealed(new byte[] {9}));
        assertRefused(base, sealed(new byte[] {0}));
        assertRefused(PageChanges.overflow(key("x"), 0, 1), sealed(free, put));
    }

    private static byte[] operations(byte[] delta) {
        return Arrays.copyOfRange(delta, DeltaLayout.HEADER_BYTES, delta.length - DeltaLayout.CRC_BYTES);
    }

    private static byte[] sealed(byte[]... operations) {
        ByteArrayOutputStream delta = new ByteArrayOutputStream();
        delta.write(DeltaLayout.FORMAT);
        for (byte[] operation : operations) {
            delta.writeBytes(operation);
        }
        delta.writeBytes(new byte[DeltaLayout.CRC_BYTES]);
        byte[] bytes = delta.toByteArray();
        int end = bytes.length - DeltaLayout.CRC_BYTES;
        Bytes.putI32(bytes, end, Bytes.crc32c(bytes, 0, end));
        return bytes;
    }

    @Test
    void aPageDoesNotGrowBeyondTheLargest() {
        byte[] value = new byte[16_000];
        Page base = Page.EMPTY;
        for (int i = 0; i < 4; i++) {
            base = Redo.apply(base, new DeltaBuilder().put(key("k" + i), value).build(), V1);
        }
        assertTrue(base.sizeBytes() <= PageFormat.MAX_PAGE_SIZE_BYTES);
        assertRefused(base, new DeltaBuilder().put(key("k4"), value).build());
    }

    @Test
    void theBuilderHoldsToTheOrder() {
        DeltaBuilder delta = new DeltaBuilder().put(key("b"), key(""));
        assertThrows(IllegalStateException.class, () -> delta.put(key("b"), key("")));
        assertThrows(IllegalStateException.class, () -> delta.tombstone(key("a")));
        assertThrows(IllegalStateException.class, () -> delta.truncate(key("z")));
    }

    @Test
    void aVersionHasAnId() {
        byte[] delta = DeltaBuilder.touch();
        assertThrows(IllegalArgumentException.class, () -> Redo.apply(Page.EMPTY, delta, VersionId.NONE));
        VersionId self = new VersionId(RowLsn.SELF, 1);
        assertThrows(IllegalArgumentException.class, () -> Redo.apply(Page.EMPTY, delta, self));
    }
}
