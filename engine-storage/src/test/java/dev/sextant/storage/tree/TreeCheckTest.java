package dev.sextant.storage.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.storage.page.NewRow;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageChanges;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TreeCheckTest {
    private static final PageId ROOT = new PageId(7);
    private static final PageFormat SMALL = new PageFormat(PageFormat.MIN_PAGE_SIZE_BYTES);
    private static final int ROWS = 2_000;
    private static final int LARGE = 900;

    private final TreeMap<PageId, Page> pages = new TreeMap<>();
    private final TreeMap<PageId, String> unreadable = new TreeMap<>();
    private final List<PageId> leaves = new ArrayList<>();

    @BeforeEach
    void growATreeOfThreeLevels() {
        MemoryPages memory = new MemoryPages();
        PageAllocator allocator = new IncarnationPageAllocator(MemoryPages.WRITER, 1);
        TreeEditor editor = new TreeEditor(memory, allocator, SMALL, TombstoneHorizon.KEEP_ALL);
        for (int i = 0; i < ROWS; i++) {
            editor.put(ROOT, key(i), new byte[i == LARGE ? 3000 : 50]);
        }
        memory.commit(editor);
        memory.all().forEach((id, page) -> pages.put(id, page.page()));
        assertEquals(2, pages.get(ROOT).level());
        Tree.scan(this::page, ROOT, KeyRange.all(), Direction.ASC, row -> true, leaves::add);
        assertEquals(List.of(), check());
    }

    private Page page(PageId id) {
        if (unreadable.containsKey(id)) {
            throw new PageCorruptException(id, unreadable.get(id));
        }
        return pages.getOrDefault(id, Page.EMPTY);
    }

    private List<String> check() {
        return TreeCheck.check(this::page, ROOT, SMALL).stream()
                .map(TreeCheck.Problem::toString)
                .toList();
    }

    private static byte[] key(int number) {
        return new byte[] {(byte) (number >> 8), (byte) number};
    }

    private void damage(PageId id, UnaryOperator<Page> how) {
        pages.compute(id, (same, page) -> how.apply(page));
    }

    private void assertFinds(PageId page, String what) {
        List<String> problems = check();
        assertTrue(problems.stream().anyMatch(p -> p.startsWith(page + ":") && p.contains(what)), problems::toString);
    }

    private PageId child(int index) {
        return pages.get(ROOT).child(index);
    }

    private Row largeRow() {
        return Tree.get(this::page, ROOT, key(LARGE));
    }

    @Test
    void aKeyBeyondTheNextSeparatorIsFound() {
        damage(leaves.get(3), leaf -> PageChanges.put(leaf, NewRow.of(key(ROWS), new byte[0])));
        assertFinds(leaves.get(3), "not before the next separator");
    }

    @Test
    void aKeyBeforeItsSeparatorIsFound() {
        damage(leaves.get(3), leaf -> PageChanges.put(leaf, NewRow.of(key(0), new byte[0])));
        assertFinds(leaves.get(3), "before its separator");
    }

    @Test
    void aPageReachedTwiceIsFound() {
        damage(child(1), inner -> PageChanges.put(inner, NewRow.child(inner.key(0), leaves.get(0))));
        assertFinds(leaves.get(0), "reached twice");
    }

    @Test
    void aCycleIsFoundAndEnds() {
        damage(child(1), inner -> PageChanges.put(inner, NewRow.child(inner.key(1), ROOT)));
        assertFinds(ROOT, "reached twice");
    }

    @Test
    void aLevelTooFewIsFound() {
        damage(ROOT, root -> PageChanges.put(root, NewRow.child(root.key(0), leaves.get(0))));
        assertFinds(leaves.get(0), "at level 0 below level 2");
    }

    @Test
    void aFirstSeparatorOfItsOwnIsFound() {
        damage(child(1), inner -> PageChanges.remove(inner, 0));
        assertFinds(child(1), "first separator");
    }

    @Test
    void anInnerPageWithoutChildrenIsFound() {
        damage(child(1), inner -> PageChanges.slice(inner, 0, 0));
        assertFinds(child(1), "without children");
    }

    @Test
    void aPageThatIsTooLargeIsFound() {
        damage(leaves.get(5), leaf -> PageChanges.put(leaf, NewRow.of(leaf.key(0), new byte[1024])));
        assertFinds(leaves.get(5), "more than a page");
    }

    @Test
    void aPageOfAnotherKindIsFound() {
        damage(leaves.get(5), leaf -> PageChanges.overflow(new byte[10], 0, 10));
        assertFinds(leaves.get(5), "OVERFLOW");
        damage(ROOT, root -> Page.FREE);
        assertFinds(ROOT, "FREE");
    }

    @Test
    void aDamagedPageIsFoundAndTheRestIsStillChecked() {
        unreadable.put(leaves.get(2), "wrong checksum");
        damage(leaves.get(9), leaf -> PageChanges.put(leaf, NewRow.of(key(0), new byte[0])));
        assertFinds(leaves.get(2), "wrong checksum");
        assertFinds(leaves.get(9), "before its separator");
        assertEquals(2, check().size());
    }

    @Test
    void aLargeValueThatIsNotAllThereIsFound() {
        PageId second = largeRow().overflow().page(1);
        damage(second, page -> PageChanges.overflow(new byte[10], 0, 10));
        assertFinds(Tree.leafFor(this::page, ROOT, key(LARGE)), "a large value of 3000 bytes");
        assertThrows(IllegalStateException.class, () -> Tree.readOverflow(this::page, largeRow()));
        damage(second, page -> Page.FREE);
        assertFinds(second, "FREE");
        assertThrows(IllegalStateException.class, () -> Tree.readOverflow(this::page, largeRow()));
    }

    @Test
    void readersStopAtATreeThatIsNone() {
        damage(leaves.get(0), leaf -> PageChanges.overflow(new byte[10], 0, 10));
        assertThrows(IllegalStateException.class, () -> Tree.get(this::page, ROOT, key(0)));
        damage(child(1), inner -> pages.get(ROOT));
        byte[] there = pages.get(ROOT).key(1);
        assertThrows(IllegalStateException.class, () -> Tree.get(this::page, ROOT, there));
    }

    @Test
    void aLostPageIsFoundAndNotTakenForAnEmptyOne() {
        PageId lost = leaves.get(4);
        byte[] key = pages.get(lost).key(0);
        pages.remove(lost);
        assertFinds(lost, "never written");
        assertThrows(IllegalStateException.class, () -> Tree.get(this::page, ROOT, key));
        assertThrows(
                IllegalStateException.class,
                () -> Tree.scan(this::page, ROOT, KeyRange.only(key), Direction.ASC, row -> true, LeafVisitor.NONE));
    }

    @Test
    void aLeafThatLostAllItsRowsIsSound() {
        PageId leaf = leaves.get(4);
        byte[] key = pages.get(leaf).key(0);
        damage(leaf, page -> PageChanges.slice(page, 0, 0));
        assertEquals(List.of(), check());
        assertNull(Tree.get(this::page, ROOT, key));
    }

    @Test
    void aTreeWithTooManyProblemsIsNotListedToTheEnd() {
        leaves.forEach(leaf -> unreadable.put(leaf, "wrong checksum"));
        assertEquals(Math.min(leaves.size(), TreeCheck.MAX_PROBLEMS), check().size());
    }

    @Test
    void findsAPageThatTwoTreesHave() {
        TreeSet<PageId> reached = new TreeSet<>();
        assertEquals(List.of(), TreeCheck.check(this::page, ROOT, SMALL, reached));
        assertTrue(reached.containsAll(leaves), "the pages of the tree are told");

        PageId shared = child(0);
        List<TreeCheck.Problem> found = TreeCheck.check(this::page, shared, SMALL, reached);
        assertEquals(List.of(new TreeCheck.Problem(shared, "is reached twice")), found);
    }
}
