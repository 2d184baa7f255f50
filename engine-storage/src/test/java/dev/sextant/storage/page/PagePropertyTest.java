package dev.sextant.storage.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PagePropertyTest {
    private static final PageId ID = new PageId(5);

    @Property(tries = 300)
    void aLeafBehavesAsASortedMap(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
        Page leaf = Page.EMPTY;
        for (int i = 0; i < 60; i++) {
            byte[] key = random.key();
            byte[] value = random.bytes(40);
            if (random.random().nextInt(4) == 0 && leaf.find(key) >= 0) {
                leaf = PageChanges.remove(leaf, leaf.find(key));
                model.remove(key);
            } else {
                NewRow row = NewRow.of(key, value);
                int announced = leaf.sizeWithBytes(row);
                leaf = PageChanges.put(leaf, row);
                assertEquals(announced, leaf.sizeBytes());
                model.put(key, value);
            }
        }
        assertEquals(model.size(), leaf.count());
        int index = 0;
        for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
            assertArrayEquals(entry.getKey(), leaf.key(index));
            assertArrayEquals(entry.getValue(), leaf.row(index).value());
            assertEquals(index, leaf.find(entry.getKey()));
            index++;
        }
        byte[] other = random.key();
        assertEquals(model.headMap(other, true).size() - 1, leaf.floor(other));
        assertEquals(model.containsKey(other), leaf.find(other) >= 0);
    }

    @Property(tries = 200)
    void equalContentIsEqualBytesHoweverItCameAbout(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        TreeMap<byte[], NewRow> rows = new TreeMap<>(Arrays::compareUnsigned);
        Page one = Page.EMPTY;
        for (int i = 0; i < 40; i++) {
            NewRow row = random.leafRow();
            rows.put(row.key(), row);
            one = PageChanges.put(one, row);
        }
        List<NewRow> shuffled = new ArrayList<>(rows.values());
        Collections.shuffle(shuffled, random.random());
        Page two = Page.EMPTY;
        for (NewRow row : shuffled) {
            two = PageChanges.put(two, row);
        }
        assertEquals(one, two);
        assertEquals(one.hashCode(), two.hashCode());
    }

    @Property(tries = 300)
    void imagesSurviveStorage(@ForAll long seed) {
        Page page = new RandomPages(seed).page(80);
        assertEquals(page, Page.fromImage(ID, page.toImage()));
    }

    @Property(tries = 300)
    void slicesPutTogetherAreThePage(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        Page page = random.page(50);
        int cut = random.random().nextInt(page.count() + 1);
        Page left = PageChanges.slice(page, 0, cut);
        Page right = PageChanges.slice(page, cut, page.count());
        assertEquals(page.count(), left.count() + right.count());
        for (int i = 0; i < page.count(); i++) {
            Page side = i < cut ? left : right;
            int at = i < cut ? i : i - cut;
            assertArrayEquals(page.key(i), side.key(at));
            assertEquals(page.word(i), side.word(at));
            assertEquals(page.rowBytes(i), side.rowBytes(at));
        }
    }

    @Property(tries = 300)
    void aPurgeTakesUnneededTombstonesAndNothingElse(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        Page page = random.edited(random.page(50), 10);
        if (!page.isLeaf()) {
            return;
        }
        Page purged = PageChanges.purge(page, lsn -> lsn.value() % 2 == 1);
        int at = 0;
        for (int i = 0; i < page.count(); i++) {
            boolean goes = page.isTombstone(i)
                    && !RowLsn.isSelf(page.lsn(i))
                    && page.lsn(i).value() % 2 == 1;
            if (!goes) {
                assertEquals(page.row(i), purged.row(at++));
            }
        }
        assertEquals(at, purged.count());
    }

    @Property(tries = 3000)
    void garbageIsNeverTakenForAPage(@ForAll byte[] bytes) {
        assertRefusedOrSound(bytes);
    }

    /** Garbage with a right checksum: what a wrong program has sealed. */
    @Property(tries = 5000)
    void sealedGarbageIsRefusedOrSound(@ForAll long seed) {
        RandomPages random = new RandomPages(seed);
        byte[] image = random.page(12).toImage();
        if (random.random().nextBoolean()) {
            image = Arrays.copyOf(image, random.random().nextInt(image.length + 20));
        }
        for (int i = random.random().nextInt(4); i > 0 && image.length > 4; i--) {
            int at = 4
                    + random.random()
                            .nextInt(Math.min(image.length - 4, random.random().nextBoolean() ? 40 : 1 << 20));
            image[at] = (byte) (random.random().nextBoolean() ? random.random().nextInt() : image[at] + 1);
        }
        if (image.length >= PageLayout.HEADER_BYTES) {
            Bytes.putI32(image, 0, Bytes.crc32c(image, 4, image.length));
        }
        assertRefusedOrSound(image);
    }

    private static void assertRefusedOrSound(byte[] image) {
        Page page;
        try {
            page = Page.fromImage(ID, image);
        } catch (PageCorruptException e) {
            assertEquals(ID, e.page());
            return;
        }
        assertArrayEquals(image, page.toImage());
        for (int i = 0; i < page.count(); i++) {
            assertEquals(i, page.find(page.key(i)));
            if (page.isInner()) {
                page.child(i);
                continue;
            }
            Row row = page.row(i);
            assertTrue(row.lsn().compareTo(RowLsn.SELF) < 0);
            if (row.isLarge()) {
                row.overflow().pages();
                row.overflowVersion();
            } else if (!row.isTombstone()) {
                assertEquals(row.valueBytes(), row.value().length);
            }
        }
    }
}
