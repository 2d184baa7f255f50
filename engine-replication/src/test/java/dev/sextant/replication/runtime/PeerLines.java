package dev.sextant.replication.runtime;

import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.wire.PeerFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Connections to other processes as a test has them: remembers what was sent. */
final class PeerLines implements CommitRelay.Links, OutcomeDesk.Links {
    /** The connected processes, and what each hosts. */
    final SortedMap<String, List<NodeAddress>> connected = new TreeMap<>();

    private final List<Sent> sent = new ArrayList<>();

    /** A frame to somebody. */
    record Sent(String peer, PeerFrame frame) {}

    @Override
    public boolean send(String peer, PeerFrame frame) {
        boolean isThere = connected.containsKey(peer);
        if (isThere) {
            sent.add(new Sent(peer, frame));
        }
        return isThere;
    }

    @Override
    public List<String> commitPeers() {
        return List.copyOf(connected.keySet());
    }

    @Override
    public List<String> writersPeers() {
        return connected.keySet().stream()
                .filter(peer -> hosts(peer).stream().anyMatch(NodeAddress::isWriter))
                .toList();
    }

    @Override
    public Collection<NodeAddress> hosts(String peer) {
        return connected.getOrDefault(peer, List.of());
    }

    /** What was sent since this was asked last. */
    List<Sent> taken() {
        List<Sent> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}
