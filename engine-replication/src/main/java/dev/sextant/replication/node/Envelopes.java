package dev.sextant.replication.node;

import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages on their way out: one envelope for each receiver, in the order in which the receivers were first written to. */
final class Envelopes {
    private final NodeAddress from;
    private final Network network;
    private final Map<NodeAddress, List<Message>> open = new LinkedHashMap<>();

    Envelopes(NodeAddress from, Network network) {
        this.from = from;
        this.network = network;
    }

    void add(NodeAddress to, Message message) {
        open.computeIfAbsent(to, receiver -> new ArrayList<>()).add(message);
    }

    /** Posts everything that was added. */
    void post() {
        open.forEach((to, messages) -> network.send(from, to, messages));
        open.clear();
    }

    /** Forgets everything that was added. */
    void discard() {
        open.clear();
    }
}
