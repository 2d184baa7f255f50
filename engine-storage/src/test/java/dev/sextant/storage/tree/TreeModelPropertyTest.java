package dev.sextant.storage.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random histories of several trees over the same pages, held against plain sorted maps. */
class TreeModelPropertyTest {
    /** What the model knows of a key: its value, null if deleted, and the version that said so. */
    private record Expected(byte[] value, Lsn lsn) {}

    private static final class World {
        final Random random;
        final PageFormat format;
        final MemoryPages pages = new MemoryPages();
        final PageAllocator allocator = new IncarnationPageAllocator(MemoryPages.WRITER, 1);
        final List<NavigableMap<byte[], Expected>> models = new ArrayList<>();
        final int keySpace;
        Lsn purgeBelow = Lsn.ZERO;

        World(long seed, int trees, int keySpace) {
            this.random = new Random(seed);
            this.format = new PageFormat(1024 + random.nextInt(4) * 512);
            this.keySpace = keySpace;
            for (int i = 0; i < trees; i++) {
                models.add(new TreeMap<>(Arrays::compareUnsigned));
            }
        }

        PageId root(int tree) {
            return new PageId(tree);
        }

        /** Keys of many lengths, so that separators are cut short in many ways. */
        byte[] key() {
            int number = random.nextInt(keySpace);
            Random content = new Random(number);
            byte[] key = new byte[content.nextInt(format.maxKeyBytes() / (1 + content.nextInt(20)))];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) (content.nextInt(3) - 1);
            }
            return key;
        }

        byte[] value() {
            int limit = random.nextInt(10) == 0 ? 5000 : random.nextInt(10) == 0 ? 400 : 60;
            byte[] value = new byte[random.nextInt(limit)];
            random.nextBytes(value);
            return value;
        }

        void round() {
            TreeEditor editor = new TreeEditor(pages, allocator, format, lsn -> !lsn.isAfter(purgeBelow));
            List<NavigableMap<byte[], byte[]>> changed = new ArrayList<>();
            for (int tree = 0; tree < models.size(); tree++) {
                changed.add(new TreeMap<>(Arrays::compareUnsigned));
            }
            int steps = 1 + random.nextInt(40);
            for (int i = 0; i < steps; i++) {
                int tree = random.nextInt(models.size());
                byte[] key = key();
                if (random.nextInt(3) == 0) {
                    boolean live = isLive(tree, key, changed.get(tree));
                    assertEquals(live, editor.delete(root(tree), key));
                    if (live) {
                        changed.get(tree).put(key, null);
                    }
                } else {
                    byte[] value = value();
                    editor.put(root(tree), key, value);
                    changed.get(tree).put(key, value);
                }
            }
            VersionId version = pages.commit(editor);
            for (int tree = 0; tree < models.size(); tree++) {
                for (var change : changed.get(tree).entrySet()) {
                    models.get(tree).put(change.getKey(), new Expected(change.getValue(), version.lsn()));
                }
            }
            if (random.nextInt(4) == 0) {
                purgeBelow = version.lsn();
            }
        }

        private boolean isLive(int tree, byte[] key, NavigableMap<byte[], byte[]> changed) {
            if (changed.containsKey(key)) {
                return changed.get(key) != null;
            }
            Expected expected = models.get(tree).get(key);
            return expected != null && expected.value() != null;
        }

        void compareAll() {
            for (int tree = 0; tree < models.size(); tree++) {
                pages.assertSound(root(tree), format);
                for (var entry : models.get(tree).entrySet()) {
                    compare(entry.getKey(), entry.getValue(), Tree.get(pages, root(tree), entry.getKey()));
                }
            }
        }

        /** A tombstone may have been purged; everything else is there, with the right LSN. */
        private void compare(byte[] key, Expected expected, Row row) {
            if (expected.value() == null) {
                assertTrue(row == null ? !expected.lsn().isAfter(purgeBelow) : row.isTombstone());
            } else {
                assertNotNull(row, () -> "lost " + Arrays.toString(key));
                assertArrayEquals(expected.value(), Tree.value(pages, row));
            }
            if (row != null) {
                assertEquals(expected.lsn(), row.lsn());
            }
        }

        KeyRange range() {
            byte[] to = random.nextInt(5) == 0 ? null : key();
            return new KeyRange(key(), random.nextBoolean(), to, random.nextBoolean());
        }

        void compareScan(Direction direction) {
            int tree = random.nextInt(models.size());
            KeyRange range = range();
            int limit = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : Integer.MAX_VALUE;
            List<byte[]> expected = new ArrayList<>();
            models.get(tree).forEach((key, value) -> {
                if (value.value() != null && range.contains(key)) {
                    expected.add(key);
                }
            });
            if (direction == Direction.DESC) {
                Collections.reverse(expected);
            }
            List<byte[]> seen = new ArrayList<>();
            List<PageId> leaves = new ArrayList<>();
            RowVisitor visitor = row -> {
                assertTrue(seen.size() < limit, "goes on after it was stopped");
                assertTrue(range.contains(row.key()));
                assertTrue(row.isTombstone() || leaves.contains(Tree.leafFor(pages, root(tree), row.key())));
                if (!row.isTombstone()) {
                    seen.add(row.key());
                }
                return seen.size() < limit;
            };
            Tree.scan(pages, root(tree), range, direction, visitor, leaves::add);
            assertEquals(
                    expected.stream().limit(limit).map(Arrays::toString).toList(),
                    seen.stream().map(Arrays::toString).toList());
            assertEquals(leaves.size(), leaves.stream().distinct().count());
            assertEquals(leaves, Tree.leaves(pages, root(tree), range, direction, leaves.size()));
            if (limit == Integer.MAX_VALUE) {
                assertEquals(leaves, Tree.leaves(pages, root(tree), range, direction, Integer.MAX_VALUE));
                assertCovers(tree, range, leaves);
            }
        }

        /** Every key of the range that might be inserted later falls on one of the leaves named. */
        private void assertCovers(int tree, KeyRange range, List<PageId> leaves) {
            assertTrue(!leaves.isEmpty());
            for (int i = 0; i < 20; i++) {
                byte[] key = key();
                if (range.contains(key)) {
                    assertTrue(leaves.contains(Tree.leafFor(pages, root(tree), key)));
                }
            }
        }
    }

    @Property(tries = 60)
    void treesBehaveAsSortedMaps(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int trees) {
        World world = new World(seed, trees, 700);
        for (int i = 0; i < 40; i++) {
            world.round();
            world.compareScan(i % 2 == 0 ? Direction.ASC : Direction.DESC);
            world.compareScan(i % 2 == 0 ? Direction.DESC : Direction.ASC);
        }
        world.compareAll();
    }

    @Property(tries = 60)
    void aScanThatMissesPagesGoesOnWhereItStopped(@ForAll long seed) {
        World world = new World(seed, 1, 300);
        for (int i = 0; i < 10; i++) {
            world.round();
        }
        KeyRange range = world.range();
        for (Direction direction : Direction.values()) {
            List<String> whole = new ArrayList<>();
            Tree.scan(world.pages, world.root(0), range, direction, row -> whole.add(row.toString()), LeafVisitor.NONE);
            world.pages.missing.addAll(world.pages.all().keySet());
            assertEquals(whole, scanWithMisses(world, range, direction));
        }
    }

    private static List<String> scanWithMisses(World world, KeyRange range, Direction direction) {
        List<String> seen = new ArrayList<>();
        KeyRange[] rest = {range};
        while (true) {
            try {
                RowVisitor visitor = row -> {
                    rest[0] = direction == Direction.ASC ? rest[0].after(row.key()) : rest[0].before(row.key());
                    return seen.add(row.toString());
                };
                Tree.scan(world.pages, world.root(0), rest[0], direction, visitor, LeafVisitor.NONE);
                return seen;
            } catch (PageMissingException e) {
                assertTrue(world.pages.missing.remove(e.page()));
            }
        }
    }
}
