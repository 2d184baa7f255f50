package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.FaultTarget;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Read replicas of a cluster in one process. */
class ReplicaClusterTest {
    private static final ReplicaId FIRST = new ReplicaId(0);
    private static final ReplicaId SECOND = new ReplicaId(1);

    private final Cluster cluster =
            Cluster.open(ClusterConfig.inMemory().writers(2).replicas(2).build());
    private final Table<String, Long> table = cluster.database().table("t", Codecs.utf8(), Codecs.int64());

    @AfterEach
    void close() {
        cluster.close();
    }

    private ReplicaStatus status(ReplicaId replica) {
        return cluster.status().replicas().get(replica.index());
    }

    private void writeAndReadElsewhere(int times) {
        for (long i = 0; i < times; i++) {
            long value = i;
            try (Session session = cluster.database().session()) {
                session.run(transaction -> transaction.put(table, "row", value));
                try (Session reader =
                        cluster.readers().session(SessionOptions.DEFAULT.withStartingAt(session.readPoint()))) {
                    assertEquals(Optional.of(value), reader.transact(transaction -> transaction.get(table, "row")));
                }
            }
        }
    }

    @Test
    void theEndpointOfReadersUsesThemAndKeepsWhatASessionWasPromised() {
        writeAndReadElsewhere(200);
        Waiting.until(
                () -> "both have read pages: " + cluster.status().replicas(),
                () -> cluster.status().replicas().stream()
                        .allMatch(replica ->
                                replica.cache().hits() + replica.cache().misses() > 0));
        for (ReplicaStatus replica : cluster.status().replicas()) {
            assertEquals(ReplicaState.OPEN, replica.state());
            assertEquals(replica.id().zone(), replica.zone());
            assertEquals(2, replica.lag().size());
            assertEquals(0, replica.openTransactions());
        }
        long newest = cluster.readers()
                .transact(
                        TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL),
                        transaction -> transaction.get(table, "row").orElse(-1L));
        assertEquals(199, newest);
    }

    @Test
    void whatOnlyReadsGoesToAReplicaWhereNoWriterIsLeft() {
        TransactionOptions reading = TransactionOptions.DEFAULT.asReadOnly();
        try (Session session = cluster.database().session()) {
            session.run(transaction -> transaction.put(table, "row", 7L));
            // What nobody but the writer knows to be committed waits for a writer when it dies.
            Waiting.until(
                    () -> "replicas have it: " + cluster.status().replicas(),
                    () -> cluster.status().replicas().stream()
                            .allMatch(replica -> replica.readPoint().covers(session.readPoint())));
            cluster.faults().killWriter(new WriterId(0));
            cluster.faults().killWriter(new WriterId(1));
            assertEquals(Optional.of(7L), session.transact(reading, transaction -> transaction.get(table, "row")));
            assertThrows(
                    WriterUnavailableException.class,
                    () -> session.run(transaction -> transaction.put(table, "row", 8L)));
            cluster.faults().restartWriter(new WriterId(0));
            Waiting.until(
                    () -> "it is open again: " + cluster.status().writers(),
                    () -> cluster.status().writers().get(0).state() == WriterState.OPEN);
            session.run(transaction -> transaction.put(table, "row", 9L));
            assertEquals(Optional.of(9L), session.transact(reading, transaction -> transaction.get(table, "row")));
        }
    }

    @Test
    void readsGoOnWhereverWhenReplicasDieAndComeBack() {
        cluster.faults().killReplica(FIRST);
        assertEquals(ReplicaState.DOWN, status(FIRST).state());
        writeAndReadElsewhere(20);
        cluster.faults().killReplica(SECOND);
        writeAndReadElsewhere(20);
        cluster.faults().restartReplica(FIRST);
        Waiting.until(
                () -> "it is open again: " + status(FIRST), () -> status(FIRST).state() == ReplicaState.OPEN);
        writeAndReadElsewhere(20);
    }

    @Test
    void aZoneTakesItsReplicasAlong() {
        cluster.faults().takeDown(AvailabilityZone.B);
        assertEquals(ReplicaState.OPEN, status(FIRST).state());
        assertEquals(ReplicaState.DOWN, status(SECOND).state());
        writeAndReadElsewhere(10);
        cluster.faults().bringUp(AvailabilityZone.B);
        Waiting.until(
                () -> "it is open again: " + status(SECOND),
                () -> status(SECOND).state() == ReplicaState.OPEN);
    }

    @Test
    void oneThatIsCutOffFromAllWritersFollowsBySegments() {
        cluster.status()
                .writers()
                .forEach(writer -> cluster.faults().cutLink(FaultTarget.of(FIRST), FaultTarget.of(writer.id())));
        writeAndReadElsewhere(20);
        Waiting.until(
                () -> "it has applied all: " + cluster.status(),
                () -> status(FIRST).readPoint().equals(status(SECOND).readPoint())
                        && status(FIRST)
                                .readPoint()
                                .equals(cluster.status().writers().get(0).readPoint()));
    }

    @Test
    void thereAreFifteenAtMost() {
        assertTrue(ClusterConfig.inMemory().replicas(15).build().replicas() == 15);
        assertThrows(
                ConfigurationException.class,
                () -> ClusterConfig.inMemory().replicas(16).build());
        assertThrows(ConfigurationException.class, () -> cluster.faults().killReplica(new ReplicaId(2)));
    }
}
