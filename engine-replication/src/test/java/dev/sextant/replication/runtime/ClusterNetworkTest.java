package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What processes may send to a read replica and for one. */
class ClusterNetworkTest {
    private static final ReplicaId REPLICA = new ReplicaId(0);
    private static final NodeAddress HERE = NodeAddress.of(REPLICA);
    private static final NodeAddress ELSEWHERE = NodeAddress.of(new ReplicaId(1));
    private static final NodeAddress SEGMENT = NodeAddress.of(new SegmentId(2));
    private static final WriterMessage STATUS =
            new WriterMessage.SegmentStatus(new SegmentId(2), 0, true, ReadPoint.ZERO, ReadPoint.ZERO);

    private final List<Message> delivered = new ArrayList<>();
    private final ClusterNetwork network = new ClusterNetwork(new ClusterNetwork.Links() {
        @Override
        public boolean send(String peer, NodeAddress from, NodeAddress to, List<Message> messages) {
            return false;
        }

        @Override
        public void tellGone(NodeAddress node) {}
    });

    ClusterNetworkTest() {
        Switchboard.Receiver receiver = new Switchboard.Receiver() {
            @Override
            public boolean deliver(NodeAddress from, List<Message> messages) {
                return delivered.addAll(messages);
            }

            @Override
            public void peerGone(NodeAddress peer) {}
        };
        network.connect(HERE, receiver);
        network.connect(NodeAddress.of(new WriterId(0)), receiver);
        network.connect(NodeAddress.of(new SegmentId(0)), receiver);
        network.connected("b", List.of(SEGMENT, ELSEWHERE));
    }

    @Test
    void aReplicaGetsWhatReplicasTake() {
        assertEquals("", network.received("b", SEGMENT, HERE, List.of(STATUS)));
        assertEquals(List.of(STATUS), delivered);
    }

    @Test
    void aReplicaIsSentNothingThatIsForWriters() {
        WriterMessage claim = new WriterMessage.ClaimRefused(new SegmentId(2), new WriterId(0), 1, 1);
        String problem = network.received("b", SEGMENT, HERE, List.of(STATUS, claim));
        assertEquals("it sends ClaimRefused to replica-0", problem);
        assertEquals(List.of(), delivered);
    }

    @Test
    void nobodySpeaksForAnotherReplica() {
        Message beat = new WriterMessage.ReplicaHeartbeat(REPLICA, ReadPoint.ZERO, ReadPoint.ZERO);
        Message alive = new SegmentMessage.ReplicaAlive(REPLICA, List.of());
        Message missed = new WriterMessage.Missed(REPLICA, List.of());
        NodeAddress writer = NodeAddress.of(new WriterId(0));
        NodeAddress segment = NodeAddress.of(new SegmentId(0));
        assertTrue(network.received("b", ELSEWHERE, writer, List.of(beat)).contains("of another node"));
        assertTrue(network.received("b", ELSEWHERE, writer, List.of(missed)).contains("of another node"));
        assertTrue(network.received("b", ELSEWHERE, segment, List.of(alive)).contains("of another node"));
        assertTrue(network.received("b", HERE, segment, List.of(alive)).contains("does not host"));
        assertEquals(List.of(), delivered);
    }
}
