package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.check.CheckResult;
import dev.sextant.conflict.check.RowCheck;
import dev.sextant.conflict.check.RowWrite;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.tree.PageAllocator;
import dev.sextant.storage.tree.PageEdit;
import dev.sextant.storage.tree.PageMissingException;
import dev.sextant.storage.tree.TombstoneHorizon;
import dev.sextant.storage.tree.TreeEditor;
import dev.sextant.storage.tree.VersionedPage;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One round of group commit: checks waiting transactions, one after the other, against the newest pages with the changes of
 * those before them, applies what passes to a working copy, and parts the transactions into groups that share no page.
 * A conflict on one group's pages so never drags down another's.
 */
final class GroupBuilder {
    private final BufferPool pool;
    private final TreeEditor editor;
    private final List<Group> groups = new ArrayList<>();
    private final TreeSet<PageId> used = new TreeSet<>();
    private int transactions;
    private long bytes;

    /** What became of a transaction in this round. */
    sealed interface Outcome {
        /** It is in a group. */
        record Grouped() implements Outcome {}

        /** A page it needs is not in memory. */
        record Missing(PageId page) implements Outcome {}

        /** Another writer keeps winning its pages. */
        record Elsewhere(WriterId winner) implements Outcome {}

        /** A page it needs is busy or on hold. */
        record Blocked(PageId page) implements Outcome {}

        /** It writes nothing: what it read (if it is to be validated) is in these pages. */
        record ReadOnly(List<PageRead> reads) implements Outcome {}

        /** The check of its rows failed. */
        record Failed(CheckResult result) implements Outcome {}
    }

    /** Says whether a page may be proposed on in this round. */
    @FunctionalInterface
    interface Blocking {
        boolean blocks(PageId page);
    }

    /** Says whom a transaction on these pages is handed over to. */
    @FunctionalInterface
    interface Contested {
        @Nullable
        WriterId winner(NavigableSet<PageId> pages);
    }

    GroupBuilder(BufferPool pool, PageAllocator allocator, PageFormat format, TombstoneHorizon horizon) {
        this.pool = pool;
        editor = new TreeEditor(this::newest, allocator, format, horizon);
    }

    private VersionedPage newest(PageId page) {
        VersionedPage newest = pool.newest(page);
        if (newest == null) {
            throw new PageMissingException(page);
        }
        used.add(page);
        return newest;
    }

    /** The pages that the transaction added last was the first of this round to use. */
    NavigableSet<PageId> used() {
        return used;
    }

    int transactions() {
        return transactions;
    }

    long bytes() {
        return bytes;
    }

    /** Tries to take a transaction into this round. Unless it is grouped, nothing has changed. */
    Outcome add(PendingCommit pending, Blocking blocking, Contested contested) {
        TreeSet<PageId> leaves = new TreeSet<>();
        used.clear();
        try {
            return add(pending, blocking, contested, leaves);
        } catch (PageMissingException missing) {
            return new Outcome.Missing(missing.page());
        }
    }

    private Outcome add(
            PendingCommit pending, Blocking blocking, Contested contested, NavigableSet<PageId> leaves) {
        CheckResult result = RowCheck.check(pending.request().checked(), new TreeRows(editor, leaves::add));
        if (!(result instanceof CheckResult.Passed passed)) {
            return new Outcome.Failed(result);
        }
        for (RowWrite write : passed.writes()) {
            editor.requirePages(write.row().table(), write.row().key());
        }
        boolean serializable = !pending.request().checked().reads().isEmpty();
        if (passed.writes().isEmpty() && !serializable) {
            return new Outcome.ReadOnly(List.of());
        }
        WriterId winner = passed.writes().isEmpty() ? null : contested.winner(leaves);
        if (winner != null) {
            return new Outcome.Elsewhere(winner);
        }
        PageId blocked = firstBlocked(leaves, blocking);
        if (blocked != null) {
            return new Outcome.Blocked(blocked);
        }
        if (passed.writes().isEmpty() && !writtenHere(leaves)) {
            return new Outcome.ReadOnly(pageReads(leaves));
        }
        apply(pending, passed.writes(), serializable ? leaves : new TreeSet<>());
        return new Outcome.Grouped();
    }

    /** Whether a member of this round writes one of the pages: then what was read is of that member's proposal. */
    private boolean writtenHere(NavigableSet<PageId> leaves) {
        for (Group group : groups) {
            if (group.sharesPageWith(new TreeSet<>(), leaves)
                    && group.written.stream().anyMatch(leaves::contains)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable PageId firstBlocked(NavigableSet<PageId> leaves, Blocking blocking) {
        for (PageId leaf : leaves) {
            if (blocking.blocks(leaf)) {
                return leaf;
            }
        }
        return null;
    }

    private void apply(PendingCommit pending, List<RowWrite> writes, NavigableSet<PageId> read) {
        editor.beginTransaction();
        for (RowWrite write : writes) {
            byte @Nullable [] value = write.value();
            if (value == null) {
                editor.delete(write.row().table(), write.row().key());
            } else {
                editor.put(write.row().table(), write.row().key(), value);
            }
        }
        Group group = new Group();
        group.members.add(pending);
        group.written.addAll(editor.touched());
        group.read.addAll(read);
        join(group);
        transactions++;
        bytes += pending.request().checked().writes().sizeBytes();
    }

    /** Merges the new group with every earlier one it shares a page with; members stay in the order of their application. */
    private void join(Group latest) {
        Group joined = null;
        for (Group group : List.copyOf(groups)) {
            if (group.sharesPageWith(latest.written, latest.read)) {
                if (joined == null) {
                    joined = group;
                } else {
                    joined.absorb(group);
                    groups.remove(group);
                }
            }
        }
        if (joined == null) {
            groups.add(latest);
        } else {
            joined.absorb(latest);
        }
    }

    List<Group> groups() {
        return groups;
    }

    /** The redo of a group; empty if it changes nothing. */
    List<PageWrite> writes(Group group) {
        List<PageWrite> writes = new ArrayList<>();
        for (PageEdit edit : editor.edits(group.written)) {
            writes.add(new PageWrite(edit.page(), edit.base(), edit.delta()));
        }
        return writes;
    }

    /** The pages a group reads and does not write, at the versions it read. */
    List<PageRead> reads(Group group) {
        TreeSet<PageId> only = new TreeSet<>(group.read);
        only.removeAll(group.written);
        return pageReads(only);
    }

    private List<PageRead> pageReads(NavigableSet<PageId> pages) {
        List<PageRead> reads = new ArrayList<>();
        for (PageId page : pages) {
            reads.add(new PageRead(page, newest(page).version()));
        }
        return reads;
    }
}
