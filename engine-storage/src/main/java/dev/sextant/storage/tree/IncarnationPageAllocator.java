package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;

/**
 * Draws page ids from a range that belongs to one incarnation of one writer slot, so that no two writers ever draw the same:
 *
 * <pre>
 *  bits 63..62  writer slot
 *  bits 61..40  incarnation, from 1
 *  bits 39..0   counter, from 1
 * </pre>
 *
 * <p>Invariant I17: no id is drawn twice, nor ever one of {@link RootPageIds}. A restarted writer has a new incarnation and starts at 1
 * again; what the old one had left of its range stays unused.
 */
public final class IncarnationPageAllocator implements PageAllocator {
    public static final int INCARNATION_BITS = 22;
    public static final int COUNTER_BITS = 40;

    /** The last incarnation of a slot that can make pages. */
    public static final long MAX_INCARNATION = (1L << INCARNATION_BITS) - 1;

    /** How many pages one incarnation can make: 8 PiB of 8 KiB pages. */
    public static final long MAX_PAGES = (1L << COUNTER_BITS) - 1;

    private final WriterId writer;
    private final long incarnation;
    private long drawn;

    public IncarnationPageAllocator(WriterId writer, long incarnation) {
        Check.argument(incarnation > 0, "incarnations start at 1");
        if (incarnation > MAX_INCARNATION) {
            throw new IllegalStateException(writer + " was started more than " + MAX_INCARNATION
                    + " times and has no page ids left; the volume is unharmed: use another writer slot");
        }
        this.writer = writer;
        this.incarnation = incarnation;
    }

    @Override
    public PageId next() {
        return nextRun(1);
    }

    @Override
    public PageId nextRun(int count) {
        Check.argument(count > 0, "a run has at least one page");
        if (count > MAX_PAGES - drawn) {
            throw new IllegalStateException(writer + " incarnation " + incarnation + " has drawn " + drawn
                    + " page ids and has no " + count + " left; the volume is unharmed: restart this writer");
        }
        PageId first = id(drawn + 1);
        drawn += count;
        return first;
    }

    /** The slot that a page id belongs to; that of a root page says nothing. */
    public static WriterId writerOf(PageId page) {
        return new WriterId((int) (page.value() >>> (INCARNATION_BITS + COUNTER_BITS)));
    }

    /** The incarnation that a page id belongs to; 0 for root pages, which belong to none. */
    public static long incarnationOf(PageId page) {
        return page.value() >>> COUNTER_BITS & MAX_INCARNATION;
    }

    private PageId id(long counter) {
        return new PageId(
                (long) writer.slot() << (INCARNATION_BITS + COUNTER_BITS) | incarnation << COUNTER_BITS | counter);
    }
}
