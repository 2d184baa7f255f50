package dev.sextant.storage.segment;

import dev.sextant.api.ProposalId;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commits that nobody counted as far as this segment heard. Who did will tell the readers of their bases, without the contents, which
 * by then are on the disk only; what is needed of these is little: which pages they wrote, and on which bases.
 */
final class InferredCommits {
    /** How many are kept in mind; past that the oldest is forgotten, and its readers' fates are found out by other ways. */
    private static final int MOST = 1_024;

    private static final byte[] NO_DELTA = {};

    private final LinkedHashMap<ProposalId, Proposal> oldestFirst = new LinkedHashMap<>();

    void keep(Proposal content) {
        List<PageWrite> writes = new ArrayList<>();
        for (PageWrite write : content.writes()) {
            writes.add(new PageWrite(write.page(), write.base(), NO_DELTA));
        }
        oldestFirst.put(content.id(), content.with(writes));
        if (oldestFirst.size() > MOST) {
            oldestFirst.remove(oldestFirst.keySet().iterator().next());
        }
    }

    /** Takes one out, without its deltas; null if it is not known. */
    @Nullable
    Proposal take(ProposalId id) {
        return oldestFirst.remove(id);
    }
}
