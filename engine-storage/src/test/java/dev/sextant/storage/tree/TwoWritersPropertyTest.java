package dev.sextant.storage.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.WriterId;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/**
 * What storage relies on when it votes on pages: two edits of the same tree, made without knowledge of each other, that write
 * no page in common, are both whole in the tree that results; and what a reader saw is still true if nobody wrote the leaves
 * that cover it.
 */
class TwoWritersPropertyTest {
    private static final PageId ROOT = new PageId(7);
    private static final PageFormat SMALL = new PageFormat(PageFormat.MIN_PAGE_SIZE_BYTES);
    private static final int KEYS = 1 << 16;

    private static final class World {
        final Random random;
        final MemoryPages pages = new MemoryPages();
        final List<PageAllocator> allocators = new ArrayList<>();

        /** Where new keys are drawn: rows cluster, and often go to the right end. */
        int top = 100;

        World(long seed) {
            random = new Random(seed);
            for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
                allocators.add(new IncarnationPageAllocator(new WriterId(slot), 1));
            }
        }

        byte[] key() {
            int number = random.nextInt(4) == 0 ? Math.min(KEYS - 1, top++) : random.nextInt(top);
            return key(number);
        }

        byte[] key(int number) {
            byte[] key = new byte[2 + number % 90];
            key[0] = (byte) (number >> 8);
            key[1] = (byte) number;
            return key;
        }

        TreeEditor editor(int slot, boolean purge) {
            return new TreeEditor(pages, allocators.get(slot), SMALL, lsn -> purge);
        }

        NavigableMap<byte[], byte[]> edit(TreeEditor editor, int steps) {
            NavigableMap<byte[], byte[]> changes = new TreeMap<>(Arrays::compareUnsigned);
            for (int i = 0; i < steps; i++) {
                byte[] key = key();
                if (random.nextInt(4) == 0) {
                    if (editor.delete(ROOT, key)) {
                        changes.put(key, null);
                    }
                } else {
                    byte[] value = new byte[random.nextInt(random.nextInt(8) == 0 ? 1500 : 150)];
                    random.nextBytes(value);
                    editor.put(ROOT, key, value);
                    changes.put(key, value);
                }
            }
            return changes;
        }

        void grow() {
            for (int i = 3 + random.nextInt(12); i > 0; i--) {
                TreeEditor editor = editor(0, false);
                edit(editor, 60);
                pages.commit(editor);
            }
        }

        void assertHolds(NavigableMap<byte[], byte[]> changes) {
            changes.forEach((key, value) -> {
                Row row = Tree.get(pages, ROOT, key);
                if (value == null) {
                    assertTrue(row == null || row.isTombstone());
                } else {
                    assertArrayEquals(value, Tree.value(pages, row));
                }
            });
        }

        List<String> read(KeyRange range, List<PageId> leaves) {
            List<String> rows = new ArrayList<>();
            RowVisitor live = row -> row.isTombstone() || rows.add(row.toString());
            Tree.scan(pages, ROOT, range, Direction.ASC, live, leaves::add);
            return rows;
        }
    }

    @Property(tries = 500)
    void editsWithoutACommonPageAreBothWhole(@ForAll long seed) {
        World world = new World(seed);
        world.grow();
        TreeEditor one = world.editor(1, world.random.nextBoolean());
        TreeEditor two = world.editor(2, world.random.nextBoolean());
        NavigableMap<byte[], byte[]> first = world.edit(one, 1 + world.random.nextInt(4));
        NavigableMap<byte[], byte[]> second = world.edit(two, 1 + world.random.nextInt(4));
        boolean disjoint = Collections.disjoint(one.written(), two.written());
        Statistics.label("edits").collect(disjoint ? "disjoint" : "in conflict");
        Statistics.label("edits").coverage(c -> c.check("disjoint").percentage(p -> p > 5));
        if (!disjoint) {
            return;
        }
        NavigableSet<PageId> writtenByTwo = two.written();
        world.pages.commit(one);
        world.pages.commit(two, writtenByTwo, world.pages.nextVersion());
        world.pages.assertSound(ROOT, SMALL);
        world.assertHolds(first);
        world.assertHolds(second);
    }

    @Property(tries = 500)
    void whatWasReadIsStillTrueIfNobodyWroteItsLeaves(@ForAll long seed) {
        World world = new World(seed);
        world.grow();
        byte[] from = world.key();
        KeyRange range = new KeyRange(from, world.random.nextBoolean(), to(world, from), world.random.nextBoolean());
        List<PageId> leaves = new ArrayList<>();
        List<String> before = world.read(range, leaves);
        TreeEditor other = world.editor(1, false);
        world.edit(other, 1 + world.random.nextInt(10));
        boolean untouched = Collections.disjoint(leaves, other.written());
        Statistics.label("read").collect(untouched ? "untouched" : "written over");
        Statistics.label("read").coverage(c -> c.check("untouched").percentage(p -> p > 5));
        world.pages.commit(other);
        List<PageId> leavesAfter = new ArrayList<>();
        List<String> after = world.read(range, leavesAfter);
        if (untouched) {
            assertEquals(before, after);
            assertEquals(leaves, leavesAfter);
        }
        assertFalse(leavesAfter.isEmpty());
    }

    private static byte[] to(World world, byte[] from) {
        return switch (world.random.nextInt(3)) {
            case 0 -> null;
            case 1 -> from;
            default -> world.key();
        };
    }
}
