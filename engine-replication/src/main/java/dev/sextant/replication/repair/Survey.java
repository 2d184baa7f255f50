package dev.sextant.replication.repair;

import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Asks all six segments what they know no fate of. */
final class Survey {
    private final long requestId;
    private final int segments;
    private final TreeMap<SegmentId, WriterMessage.DoubtsAre> told = new TreeMap<>();

    Survey(long requestId, int segments) {
        this.requestId = requestId;
        this.segments = segments;
    }

    void send(BiConsumer<? super SegmentId, ? super SegmentMessage> to) {
        silent().forEach(segment -> to.accept(segment, new SegmentMessage.AskDoubts(requestId)));
    }

    void onTold(WriterMessage.DoubtsAre doubts) {
        if (doubts.requestId() == requestId) {
            told.put(doubts.segment(), doubts);
        }
    }

    boolean isComplete() {
        return told.size() == segments;
    }

    Set<SegmentId> silent() {
        TreeSet<SegmentId> silent = new TreeSet<>();
        for (int index = 0; index < segments; index++) {
            silent.add(new SegmentId(index));
        }
        silent.removeAll(told.keySet());
        return silent;
    }

    List<WriterMessage.DoubtsAre> told() {
        return List.copyOf(told.values());
    }
}
