package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.PageId;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.Residency;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private final Port inA = new Port(0, AvailabilityZone.A);
    private final Port inB = new Port(1, AvailabilityZone.B);
    private final Port alsoInB = new Port(2, AvailabilityZone.B);
    private final List<Port> all = List.of(inA, inB, alsoInB);

    /** A replica that does nothing. */
    private static final class Port implements ReplicaPort, Residency {
        private final ReplicaId id;
        private final AvailabilityZone zone;
        private final BufferPool pool = new BufferPool(this);
        private final SnapshotRegistry snapshots = new SnapshotRegistry(pool);
        ReplicaState state = ReplicaState.OPEN;
        boolean here = true;

        Port(int index, AvailabilityZone zone) {
            id = new ReplicaId(index);
            this.zone = zone;
        }

        Port withTransactions(int count) {
            for (int i = 0; i < count; i++) {
                SnapshotRegistry.Lease unused = snapshots.acquire();
            }
            return this;
        }

        @Override
        public ReplicaId id() {
            return id;
        }

        @Override
        public ReplicaState state() {
            return state;
        }

        @Override
        public AvailabilityZone zone() {
            return zone;
        }

        @Override
        public boolean isHere() {
            return here;
        }

        @Override
        public BufferPool pool() {
            return pool;
        }

        @Override
        public SnapshotRegistry snapshots() {
            return snapshots;
        }

        @Override
        public void submit(WriterInput input) {}

        @Override
        public CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input) {
            throw new AssertionError("nobody asks it");
        }

        @Override
        public void rolledBack() {}

        @Override
        public void touched(PageId page) {}

        @Override
        public void sized(PageId page, int sizeBytes) {}
    }

    @Test
    void theLeastLoadedIsTaken() {
        inA.withTransactions(2);
        alsoInB.withTransactions(1);
        assertEquals(inB, Endpoint.leastLoaded(all, null, 0, null));
    }

    @Test
    void equalOnesTakeTurns() {
        assertEquals(inA, Endpoint.leastLoaded(all, null, 0, null));
        assertEquals(inB, Endpoint.leastLoaded(all, null, 1, null));
        assertEquals(inA, Endpoint.leastLoaded(all, null, 3, null));
    }

    @Test
    void thoseInTheOwnZoneComeFirstHoweverBusyTheyAre() {
        inB.withTransactions(9);
        alsoInB.withTransactions(7);
        assertEquals(alsoInB, Endpoint.leastLoaded(all, null, 0, AvailabilityZone.B));
        assertEquals(inA, Endpoint.leastLoaded(all, null, 0, AvailabilityZone.A));
    }

    @Test
    void thoseOfOtherProcessesComeLastAndAmongThemTheOwnZoneFirst() {
        inB.here = false;
        inA.withTransactions(9);
        alsoInB.state = ReplicaState.DOWN;
        assertEquals(inA, Endpoint.leastLoaded(all, null, 0, AvailabilityZone.B), "another zone, but this process");
        inA.here = false;
        assertEquals(inB, Endpoint.leastLoaded(all, null, 0, AvailabilityZone.B));
        assertEquals(inA, Endpoint.leastLoaded(all, inB, 0, AvailabilityZone.B));
    }

    @Test
    void anotherZoneWillDoWhereTheOwnHasNobody() {
        inB.state = ReplicaState.DOWN;
        assertEquals(inA, Endpoint.leastLoaded(all, alsoInB, 0, AvailabilityZone.B));
    }

    @Test
    void nobodyIsTakenWhereNobodyIsOpen() {
        all.forEach(port -> port.state = ReplicaState.STARTING);
        assertNull(Endpoint.leastLoaded(all, null, 0, null));
    }
}
