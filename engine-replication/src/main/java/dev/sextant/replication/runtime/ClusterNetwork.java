package dev.sextant.replication.runtime;

import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.writer.ReplicaCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The network of one process of several: what goes to a node of this process is handed over, what goes to another is sent to the
 * process that hosts it.
 *
 * <p>Two processes may host one writer slot, the one that holds it and one that stands by or was fenced. Each gets what is sent to that
 * writer: what is not an answer to its own it knows by its number.
 *
 * <p>Thread safety: any thread; those that send for one node take turns.
 */
final class ClusterNetwork implements Switchboard {
    private final Links links;
    private final ConcurrentHashMap<NodeAddress, Receiver> local = new ConcurrentHashMap<>();
    /** The processes that host each node, by the node; replaced as a whole. */
    private volatile Map<NodeAddress, List<String>> routes = Map.of();
    /** What each connected process hosts; guarded by this. */
    private final SortedMap<String, List<NodeAddress>> hosts = new TreeMap<>();

    private final LongAdder lost = new LongAdder();

    /** The way to other processes. */
    interface Links {
        /** Sends an envelope if there is a connection that takes it. */
        boolean send(String peer, NodeAddress from, NodeAddress to, List<Message> messages);

        /** Tells all connected processes that a node of this one is gone. */
        void tellGone(NodeAddress node);
    }

    ClusterNetwork(Links links) {
        this.links = links;
    }

    // ---- the nodes of this process ---------------------------------------------------------------------------------

    @Override
    public void connect(NodeAddress node, Receiver receiver) {
        local.put(node, receiver);
    }

    @Override
    public void disconnect(NodeAddress node, Receiver receiver) {
        if (local.remove(node, receiver)) {
            tellGone(node);
            links.tellGone(node);
        }
    }

    private void tellGone(NodeAddress node) {
        local.forEach((other, receiver) -> {
            if (!other.equals(node)) {
                receiver.peerGone(node);
            }
        });
    }

    @Override
    public void send(NodeAddress from, NodeAddress to, List<Message> messages) {
        Receiver here = local.get(to);
        List<String> peers = routes.getOrDefault(to, List.of());
        boolean sent = here != null && here.deliver(from, messages);
        for (String peer : peers) {
            sent |= links.send(peer, from, to, messages);
        }
        if (!sent) {
            lost.increment();
        }
    }

    /** How many envelopes reached nobody. */
    long lost() {
        return lost.sum();
    }

    // ---- other processes -------------------------------------------------------------------------------------------

    /** There is a connection to a process that hosts these. */
    synchronized void connected(String peer, List<NodeAddress> nodes) {
        hosts.put(peer, List.copyOf(nodes));
        route();
    }

    /** The connection is gone, and with it what the process hosts, unless another one does, too. */
    void disconnected(String peer) {
        List<NodeAddress> gone;
        synchronized (this) {
            List<NodeAddress> hosted = hosts.remove(peer);
            route();
            gone = hosted == null ? List.of() : hosted;
        }
        gone.forEach(this::gone);
    }

    /** A process that goes on has told that a node of it does not. */
    void gone(NodeAddress node) {
        if (!routes.containsKey(node) || node.isWriter()) {
            tellGone(node);
        }
    }

    private void route() {
        Map<NodeAddress, List<String>> next = new TreeMap<>();
        hosts.forEach((peer, nodes) -> nodes.forEach(
                node -> next.computeIfAbsent(node, unused -> new ArrayList<>()).add(peer)));
        routes = Map.copyOf(next);
    }

    /**
     * Takes what has come from a process.
     *
     * @return what is wrong with it; empty if nothing
     */
    String received(String peer, NodeAddress from, NodeAddress to, List<Message> messages) {
        if (!routes.getOrDefault(from, List.of()).contains(peer)) {
            return "it sends as " + from + ", which it does not host";
        }
        for (Message message : messages) {
            if (to.isSegment() ? !(message instanceof SegmentMessage) : !(message instanceof WriterMessage)) {
                return "it sends " + message.getClass().getSimpleName() + " to " + to;
            }
            if (to.isReplica() && !ReplicaCore.takes((WriterMessage) message)) {
                return "it sends " + message.getClass().getSimpleName() + " to " + to;
            }
            if (!Senders.mayBeBy(from, message)) {
                return "it sends " + message.getClass().getSimpleName() + " of another node as " + from;
            }
        }
        Receiver receiver = local.get(to);
        if (receiver == null || !receiver.deliver(from, messages)) {
            lost.increment();
        }
        return "";
    }
}
