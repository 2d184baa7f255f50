package dev.sextant.conflict.fate;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.conflict.version.BaseReaders;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The committed readers of the bases one proposal overwrites, from the accepts that are counted for it. The union over a quorum
 * of accepts is complete: a committed reader has a quorum too, and where the two meet it was decided before the writer was
 * accepted.
 */
final class ReaderUnion {
    private final TreeMap<PageId, BaseReaders> byPage = new TreeMap<>();

    ReaderUnion copy() {
        ReaderUnion copy = new ReaderUnion();
        copy.byPage.putAll(byPage);
        return copy;
    }

    void add(List<BaseReaders> seen) {
        for (BaseReaders more : seen) {
            byPage.merge(more.page(), more, ReaderUnion::union);
        }
    }

    List<BaseReaders> all() {
        return List.copyOf(byPage.values());
    }

    private static BaseReaders union(BaseReaders one, BaseReaders other) {
        TreeSet<ProposalId> all = new TreeSet<>(one.readers());
        all.addAll(other.readers());
        return new BaseReaders(one.page(), one.base(), List.copyOf(all));
    }
}
