package dev.sextant.storage.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.storage.docs.FormatPage;
import org.junit.jupiter.api.Test;

/** A delta and the images it makes, as docs/format.md shows them. */
class PageFormatExampleTest {
    private static final VersionId VERSION = VersionId.of(ProposalId.of(1, 3), new Lsn((5 << 2) | 1));

    private static byte[] delta() {
        return new DeltaBuilder()
                .put("alice".getBytes(UTF_8), new byte[] {0, 100})
                .tombstone("bob".getBytes(UTF_8))
                .build();
    }

    @Test
    void aDeltaIsAsDocumented() {
        FormatPage.assertShows(
                "delta",
                new FormatPage.Dump(delta())
                        .field(1, "format")
                        .field(1, "PUT")
                        .field(2, "length of the key")
                        .field(2, "length of the value")
                        .field(5, "key: alice")
                        .field(2, "value")
                        .field(1, "TOMBSTONE")
                        .field(2, "length of the key")
                        .field(3, "key: bob")
                        .field(4, "CRC32C of all before")
                        .shown());
    }

    @Test
    void aDeltaOfANewerVersionIsNamed() {
        byte[] newer = delta();
        newer[0] = 2;
        Bytes.putI32(newer, newer.length - 4, Bytes.crc32c(newer, 0, newer.length - 4));
        DeltaCorruptException refusal =
                assertThrows(DeltaCorruptException.class, () -> Redo.apply(Page.EMPTY, newer, VERSION));
        assertTrue(refusal.getMessage().contains("a newer version of Sextant wrote it, in format: 2"));
    }

    @Test
    void theImageThatADeltaMakesIsAsDocumented() {
        byte[] image = Redo.apply(Page.EMPTY, delta(), VERSION).toImage();
        FormatPage.assertShows(
                "page image",
                new FormatPage.Dump(image)
                        .field(4, "CRC32C of all that follows")
                        .field(1, "format")
                        .field(1, "kind: LEAF")
                        .field(1, "level")
                        .field(1, "zero")
                        .field(2, "number of rows")
                        .field(2, "slot of row 0: where it starts")
                        .field(2, "slot of row 1")
                        .field(1, "row 0: flags")
                        .field(2, "length of the key")
                        .field(8, "LSN of the last change: 5 << 2 | slot 1")
                        .field(5, "key: alice")
                        .field(2, "value, up to where the next row starts")
                        .field(1, "row 1: flags: tombstone")
                        .field(2, "length of the key")
                        .field(8, "LSN of the last change")
                        .field(3, "key: bob")
                        .shown());
    }

    @Test
    void aLargeRowIsAsDocumented() {
        OverflowRef reference = OverflowRef.self(new PageId(0x4000_0100_0000_0007L), 3, 20_000);
        byte[] delta =
                new DeltaBuilder().putLarge("k".getBytes(UTF_8), reference).build();
        byte[] image = Redo.apply(Page.EMPTY, delta, VERSION).toImage();
        FormatPage.assertShows(
                "large row",
                new FormatPage.Dump(image)
                        .field(10, "header")
                        .field(2, "slot of row 0")
                        .field(1, "row 0: flags: large")
                        .field(2, "length of the key")
                        .field(8, "LSN of the last change")
                        .field(1, "key: k")
                        .field(8, "reference: first overflow page")
                        .field(4, "number of overflow pages")
                        .field(4, "length of the value")
                        .field(8, "seq of the version that wrote them")
                        .shown());
    }
}
