package dev.sextant.replication.runtime;

import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.node.Network;
import java.util.List;

/** The network that the nodes of this process are connected to. Thread safety: any thread. */
interface Switchboard extends Network {
    /** A node as the network sees it. */
    interface Receiver {
        /** Takes an envelope; false if there is no room. */
        boolean deliver(NodeAddress from, List<Message> messages);

        /** Another node is gone, as a reset connection would tell. */
        void peerGone(NodeAddress peer);
    }

    /** A node of this process is there. */
    void connect(NodeAddress node, Receiver receiver);

    /** A node of this process is gone, if it is still this one; those that can hear of it do. */
    void disconnect(NodeAddress node, Receiver receiver);
}
