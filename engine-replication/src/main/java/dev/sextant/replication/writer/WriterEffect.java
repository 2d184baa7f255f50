package dev.sextant.replication.writer;

import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;

/** What a writer wants done. */
public sealed interface WriterEffect {
    /** Send a message. Messages of one round to one receiver travel together and in order. */
    record Send(NodeAddress to, Message message) implements WriterEffect {}

    /** Answer a client's request; exactly one for each request. */
    record Answer(long requestId, ClientAnswer answer) implements WriterEffect {}

    /** Something worth telling an operator happened. */
    record Happened(WriterEvent event) implements WriterEffect {}
}
