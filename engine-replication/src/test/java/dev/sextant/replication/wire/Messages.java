package dev.sextant.replication.wire;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Envelopes for tests. */
final class Messages {
    private static final NodeAddress SEGMENT = NodeAddress.of(new SegmentId(5));
    private static final NodeAddress WRITER = NodeAddress.of(new WriterId(3));

    private Messages() {}

    /** Every kind of message there is. */
    static List<Class<?>> kinds() {
        return RandomRecords.permitted(Message.class);
    }

    /** An envelope to a node that gets such messages. */
    static Envelope envelope(Message... messages) {
        boolean toSegment = messages.length > 0 && messages[0] instanceof SegmentMessage;
        return new Envelope(WRITER, toSegment ? SEGMENT : WRITER, List.of(messages));
    }

    /** A message of any kind in an envelope of its own. */
    static Envelope envelope(Class<?> kind, long seed) {
        return envelope((Message) RandomRecords.seeded(seed).draw(kind));
    }

    /** The same with short lists and few bytes. */
    static Envelope smallEnvelope(Class<?> kind, long seed) {
        return envelope((Message) RandomRecords.small(seed).draw(kind));
    }

    /** Up to five messages of any kinds that can share an envelope. */
    static Envelope anyEnvelope(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomRecords records = RandomRecords.seeded(random.nextLong());
        NodeAddress to = records.draw(NodeAddress.class);
        List<Class<?>> kinds = kinds().stream()
                .filter(kind -> SegmentMessage.class.isAssignableFrom(kind) == to.isSegment())
                .toList();
        List<Message> messages = Stream.generate(() -> kinds.get(random.nextInt(kinds.size())))
                .limit(random.nextInt(6))
                .map(kind -> (Message) records.draw(kind))
                .toList();
        return new Envelope(records.draw(NodeAddress.class), to, messages);
    }
}
