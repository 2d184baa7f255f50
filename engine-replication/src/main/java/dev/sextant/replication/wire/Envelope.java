package dev.sextant.replication.wire;

import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.List;

/** Messages of one node to another: they arrive together and in order, or not at all. */
public record Envelope(NodeAddress from, NodeAddress to, List<Message> messages) {
    public Envelope {
        messages = List.copyOf(messages);
        for (Message message : messages) {
            Check.argument(
                    message instanceof SegmentMessage == to.isSegment(),
                    "segments get messages to segments, and nobody else does");
        }
    }
}
