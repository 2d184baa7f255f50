package dev.sextant.storage.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.WriterId;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IncarnationPageAllocatorTest {
    @Test
    void anIdIsSlotIncarnationAndCounter() {
        PageAllocator allocator = new IncarnationPageAllocator(new WriterId(2), 0x2bcdef);
        assertEquals(new PageId(0xabcdef_0000000001L), allocator.next());
        assertEquals(new PageId(0xabcdef_0000000002L), allocator.nextRun(3));
        assertEquals(new PageId(0xabcdef_0000000005L), allocator.next());
    }

    @Test
    void noTwoIncarnationsShareAnIdAndNoneIsARoots() {
        TreeSet<PageId> drawn = new TreeSet<>();
        int count = 0;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            for (long incarnation : new long[] {1, 2, IncarnationPageAllocator.MAX_INCARNATION}) {
                PageAllocator allocator = new IncarnationPageAllocator(new WriterId(slot), incarnation);
                for (int i = 0; i < 10; i++, count++) {
                    PageId id = allocator.next();
                    assertTrue(drawn.add(id));
                    assertEquals(new WriterId(slot), IncarnationPageAllocator.writerOf(id));
                    assertEquals(incarnation, IncarnationPageAllocator.incarnationOf(id));
                }
            }
        }
        assertEquals(count, drawn.size());
        assertTrue(drawn.stream().noneMatch(RootPageIds::isRoot));
    }

    @Test
    void rootsAreDrawnFromTheRangeOfNobody() {
        assertTrue(RootPageIds.isRoot(PageId.CATALOG_ROOT));
        assertTrue(RootPageIds.isRoot(PageId.LINE));
        long allBitsButOne = RootPageIds.of(-2).value();
        assertEquals(0xc00000_fffffffffeL, allBitsButOne);
        for (long random : new long[] {0, 1, -1, Long.MIN_VALUE, 0x3fffff_0000000000L, 0x1234_5678_9abc_def0L}) {
            PageId root = RootPageIds.of(random);
            assertTrue(RootPageIds.isRoot(root));
            assertEquals(0, IncarnationPageAllocator.incarnationOf(root));
            assertNotEquals(PageId.CATALOG_ROOT, root);
            assertNotEquals(PageId.LINE, root);
        }
    }

    @Test
    void anExhaustedRangeSaysWhatToDo() {
        PageAllocator allocator = new IncarnationPageAllocator(new WriterId(0), 1);
        for (long left = IncarnationPageAllocator.MAX_PAGES; left > 0; left -= Math.min(left, Integer.MAX_VALUE)) {
            allocator.nextRun((int) Math.min(left, Integer.MAX_VALUE));
        }
        IllegalStateException thrown = assertThrows(IllegalStateException.class, allocator::next);
        assertTrue(thrown.getMessage().contains("restart this writer"));
        long tooLate = IncarnationPageAllocator.MAX_INCARNATION + 1;
        IllegalStateException worn =
                assertThrows(IllegalStateException.class, () -> new IncarnationPageAllocator(new WriterId(0), tooLate));
        assertTrue(worn.getMessage().contains("another writer slot"));
    }
}
