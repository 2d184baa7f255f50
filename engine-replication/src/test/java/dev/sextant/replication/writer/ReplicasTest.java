package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a writer does for read replicas. */
class ReplicasTest {
    private static final ReplicaId FIRST = new ReplicaId(0);
    private static final ReplicaId LAST = new ReplicaId(14);

    private final Desks desks = new Desks();
    private final long silenceNanos = desks.settings.timeouts().silence().toNanos();
    private final Replicas replicas = new Replicas(desks.settings.reader(), desks.clock);
    private final Outbox outbox = new Outbox(desks.settings.reader(), desks.settings.peers(), replicas::present);

    private void heard(ReplicaId replica, long atNanos, ReadPoint oldestInUse) {
        desks.at(atNanos);
        replicas.heard(new WriterMessage.ReplicaHeartbeat(replica, oldestInUse, oldestInUse));
    }

    private List<NodeAddress> followersAt(long nanos) {
        desks.at(nanos);
        desks.effects.clear();
        outbox.open(nanos, desks.effects::add);
        outbox.toFollowers(new WriterMessage.PeerOpened(Desks.SELF, 1, 1, 1, List.of(0L, 0L, 0L, 0L)));
        return desks.effects.stream()
                .map(effect -> ((WriterEffect.Send) effect).to())
                .toList();
    }

    @Test
    void redoGoesToThoseThatWereHeardOfLate() {
        NodeAddress peer = NodeAddress.of(Desks.PEER);
        assertEquals(List.of(peer), followersAt(0));
        heard(LAST, 0, ReadPoint.ZERO);
        heard(FIRST, silenceNanos / 2, ReadPoint.ZERO);
        assertEquals(List.of(peer, NodeAddress.of(FIRST), NodeAddress.of(LAST)), followersAt(silenceNanos));
        assertEquals(List.of(peer, NodeAddress.of(FIRST)), followersAt(silenceNanos + 1));
        replicas.gone(FIRST);
        assertEquals(List.of(peer), followersAt(silenceNanos + 1));
    }

    @Test
    void tombstonesStayThatASnapshotOfAReplicaDoesNotSeeUntilItIsSilent() {
        Horizon horizon = new Horizon(desks.settings, desks.applier, replicas, desks.clock);
        ReadPoint now = ReadPoint.ZERO.with(Desks.PEER, 1, new long[0]);
        desks.applier.start(ReadPoint.ZERO);
        desks.applier.committed(Desks.proposal(Desks.PEER, 1));
        desks.applier.publish();
        horizon.heard(Desks.PEER, now);
        heard(FIRST, 0, ReadPoint.ZERO);
        Lsn deleted = Lsn.of(11, Desks.PEER);
        assertFalse(horizon.current().unneeded(deleted));
        desks.at(silenceNanos + 1);
        assertTrue(horizon.current().unneeded(deleted));
    }

    @Test
    void whatAReplicaMissesIsLookedAfterUnlessItIsKnownHere() {
        SettlingDesk settling = new SettlingDesk(
                desks.settings,
                desks.outbox,
                desks.segments,
                desks.flights,
                desks.tallies,
                desks.clock,
                desks.roundTrips);
        DoubtDesk doubts = new DoubtDesk(
                desks.settings,
                desks.outbox,
                desks.segments,
                desks.applier,
                desks.flights,
                settling,
                desks.clock,
                desks.roundTrips);
        desks.applier.start(ReadPoint.ZERO);
        desks.applier.committed(Desks.proposal(Desks.PEER, 1));
        doubts.onMissed(new WriterMessage.Missed(
                FIRST,
                List.of(
                        Desks.proposal(Desks.PEER, 1).id(),
                        Desks.proposal(Desks.PEER, 2).id(),
                        Desks.proposal(Desks.SELF, 9).id())));
        assertEquals(
                List.of(Desks.proposal(Desks.PEER, 2).id()),
                desks.applier.tracker().missing(Desks.PEER, 9));
        assertEquals(List.of(), desks.applier.tracker().missing(new WriterId(0), 9), "nothing it has not drawn");
        assertEquals(desks.clock.nowNanos(), doubts.missing().nextWakeNanos());
    }
}
