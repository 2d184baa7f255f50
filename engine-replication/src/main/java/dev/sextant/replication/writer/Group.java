package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Transactions that share pages, and so become one proposal: members in the order in which they were applied. */
final class Group {
    final List<PendingCommit> members = new ArrayList<>();
    final TreeSet<PageId> written = new TreeSet<>();
    final TreeSet<PageId> read = new TreeSet<>();

    boolean sharesPageWith(NavigableSet<PageId> otherWritten, NavigableSet<PageId> otherRead) {
        return intersects(written, otherWritten)
                || intersects(written, otherRead)
                || intersects(read, otherWritten)
                || intersects(read, otherRead);
    }

    private static boolean intersects(NavigableSet<PageId> one, NavigableSet<PageId> other) {
        NavigableSet<PageId> small = one.size() <= other.size() ? one : other;
        NavigableSet<PageId> large = small == one ? other : one;
        for (PageId page : small) {
            if (large.contains(page)) {
                return true;
            }
        }
        return false;
    }

    /** Takes in another group, whose members come after this one's. */
    void absorb(Group later) {
        members.addAll(later.members);
        written.addAll(later.written);
        read.addAll(later.read);
    }
}
