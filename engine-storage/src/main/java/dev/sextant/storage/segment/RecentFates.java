package dev.sextant.storage.segment;

import dev.sextant.api.ProposalId;
import java.util.ArrayDeque;
import java.util.TreeSet;

/** Proposals whose fates were learned a short while ago, so that others are likely just learning them too. */
final class RecentFates {
    private final ArrayDeque<Learned> oldestFirst = new ArrayDeque<>();
    private final TreeSet<ProposalId> ids = new TreeSet<>();

    private record Learned(ProposalId id, long nanos) {}

    void learned(ProposalId id, long nowNanos) {
        oldestFirst.add(new Learned(id, nowNanos));
        ids.add(id);
    }

    boolean contains(ProposalId id) {
        return ids.contains(id);
    }

    void forgetBefore(long nanos) {
        for (Learned first = oldestFirst.peek(); first != null && first.nanos() < nanos; first = oldestFirst.peek()) {
            ids.remove(first.id());
            oldestFirst.remove();
        }
    }
}
