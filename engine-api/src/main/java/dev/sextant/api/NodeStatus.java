package dev.sextant.api;

import dev.sextant.api.config.HostAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a process of a cluster knows of itself and its peers at one moment.
 *
 * @param node its name
 * @param listening where it listens
 * @param volume the volume it has a part of; empty until a new one is made
 * @param waitingFor why it is not part of a volume yet, for people; empty if it is
 * @param peers the other processes, by name
 * @param hosted its own segments, and its writer or read replica; its health is not that of the cluster
 * @param cluster all segments, writers and replicas of the cluster, those of peers as the peers told last. {@link SegmentState#UNKNOWN},
 *     {@link WriterState#UNKNOWN} and {@link ReplicaState#UNKNOWN} are those that nobody in reach tells of; their other figures are old or
 *     zero
 */
public record NodeStatus(
        String node,
        HostAddress listening,
        Optional<UUID> volume,
        Optional<String> waitingFor,
        List<Peer> peers,
        ClusterStatus hosted,
        ClusterStatus cluster) {
    public NodeStatus {
        peers = List.copyOf(peers);
    }

    /**
     * Another process.
     *
     * @param name its name
     * @param address where it is looked for
     * @param connected whether there is a connection
     * @param segments the segments it said it hosts when it was last connected
     * @param writer the writer slot it said it hosts
     * @param replica the read replica it said it hosts
     */
    public record Peer(
            String name,
            HostAddress address,
            boolean connected,
            List<SegmentId> segments,
            Optional<WriterId> writer,
            Optional<ReplicaId> replica) {
        public Peer {
            segments = List.copyOf(segments);
        }
    }
}
