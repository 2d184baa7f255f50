package dev.sextant.storage.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RedoPropertyTest {
    private static final VersionId VERSION = new VersionId(new Lsn(1L << 50), 77);

    @Property(tries = 2000)
    void applyingTheDifferenceGivesTheWorkingPage(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        Page base = random.page(60);
        Page working = random.edited(base, 15);
        byte[] delta = Redo.diff(base, working);
        Page applied = Redo.apply(base, delta, VERSION);
        assertEquals(working.resolved(VERSION), applied);
        assertArrayEquals(applied.toImage(), Redo.apply(base, delta, VERSION).toImage());
        assertTrue(delta.length <= DeltaBuilder.init(working).length, "never longer than the whole page");
    }

    @Property(tries = 500)
    void aWholePageIsItsOwnDelta(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        Page base = random.page(60);
        Page working = random.edited(random.page(60), 10);
        assertEquals(working.resolved(VERSION), Redo.apply(base, DeltaBuilder.init(working), VERSION));
    }

    @Property(tries = 500)
    void rowsThatAreNotNamedKeepTheirBytes(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        Page base = random.page(40);
        if (!base.isLeaf()) {
            return;
        }
        NewRow put = random.leafRow();
        Page applied = Redo.apply(base, Redo.diff(base, PageChanges.put(base, put)), VERSION);
        for (int i = 0; i < base.count(); i++) {
            if (!Arrays.equals(base.key(i), put.key())) {
                assertEquals(base.row(i), applied.row(applied.find(base.key(i))));
            }
        }
        assertEquals(VERSION.lsn(), applied.row(applied.find(put.key())).lsn());
    }

    @Property(tries = 3000)
    void garbageIsNeverApplied(@ForAll byte[] delta, @ForAll long seed) {
        Page base = new RandomPages(seed).page(10);
        assertThrows(DeltaCorruptException.class, () -> Redo.apply(base, delta, VERSION));
    }

    @Property(tries = 1000)
    void aDamagedDeltaIsNeverApplied(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        Page base = random.page(20);
        byte[] delta = Redo.diff(base, random.edited(base, 5));
        Random draw = random.random();
        delta[draw.nextInt(delta.length)] ^= (byte) (1 << draw.nextInt(8));
        assertThrows(DeltaCorruptException.class, () -> Redo.apply(base, delta, VERSION));
        byte[] cut = Arrays.copyOf(delta, draw.nextInt(delta.length));
        assertThrows(DeltaCorruptException.class, () -> Redo.apply(base, cut, VERSION));
    }

    /** A delta with a right checksum, but not what we write, or for another page: refused, or a page that is sound. */
    @Property(tries = 10000)
    void aSealedOrMisdirectedDeltaIsRefusedOrMakesASoundPage(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        Random draw = random.random();
        Page made = random.page(8);
        byte[] delta = Redo.diff(made, random.edited(made, 6));
        if (draw.nextInt(4) == 0) {
            delta = DeltaBuilder.init(made);
        }
        for (int i = draw.nextInt(4); i > 0; i--) {
            int at = draw.nextInt(draw.nextBoolean() ? Math.min(16, delta.length) : delta.length);
            delta[at] = (byte) (draw.nextBoolean() ? draw.nextInt() : delta[at] + 1);
        }
        if (draw.nextInt(4) == 0) {
            delta = Arrays.copyOf(delta, draw.nextInt(delta.length + 8));
        }
        if (delta.length >= 5) {
            Bytes.putI32(delta, delta.length - 4, Bytes.crc32c(delta, 0, delta.length - 4));
        }
        Page base = draw.nextInt(3) == 0 ? random.page(8) : draw.nextInt(8) == 0 ? Page.FREE : made;
        try {
            Page applied = Redo.apply(base, delta, VERSION);
            assertEquals(applied, Page.fromImage(new PageId(1), applied.toImage()));
        } catch (DeltaCorruptException e) {
            assertTrue(e.getMessage().contains("unchanged"));
        }
    }
}
