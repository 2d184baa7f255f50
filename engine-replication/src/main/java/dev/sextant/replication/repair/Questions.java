package dev.sextant.replication.repair;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** What segments were asked about proposals and have not answered, to be sent until they have. */
final class Questions {
    private final TreeMap<SegmentId, TreeMap<ProposalId, List<SegmentMessage>>> open = new TreeMap<>();

    /** Asks all six. */
    void askAll(ProposalId id, List<SegmentMessage> messages) {
        for (int index = 0; index < SegmentId.COUNT; index++) {
            open.computeIfAbsent(new SegmentId(index), unused -> new TreeMap<>())
                    .put(id, messages);
        }
    }

    /** Tells whether that was still asked. */
    boolean answered(SegmentId segment, ProposalId id) {
        TreeMap<ProposalId, List<SegmentMessage>> asked = open.get(segment);
        if (asked == null || asked.remove(id) == null) {
            return false;
        }
        if (asked.isEmpty()) {
            open.remove(segment);
        }
        return true;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Who has not answered all. */
    Set<SegmentId> silent() {
        return new TreeSet<>(open.keySet());
    }

    void send(BiConsumer<? super SegmentId, ? super SegmentMessage> to) {
        open.forEach((segment, asked) ->
                asked.values().forEach(messages -> messages.forEach(message -> to.accept(segment, message))));
    }
}
