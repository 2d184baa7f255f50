package dev.sextant.replication.node;

import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import java.util.List;

/**
 * Takes messages from one node to another, if it can. Those given together arrive together and in order, or not at all; what
 * is given later does not overtake. Never blocks, and tells nobody what was lost.
 */
@FunctionalInterface
public interface Network {
    /** Sends one envelope; the list is not changed any more. */
    void send(NodeAddress from, NodeAddress to, List<Message> messages);
}
