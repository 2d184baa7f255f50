package dev.sextant.replication.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.IndeterminateCommitException;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Session;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.fault.FaultPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Runs application code on simulated clients: it blocks, and yet every run of a seed is the same. */
class SimulationTest {
    private static final int CLIENTS = 5;
    private static final int TRANSFERS = 20;

    /** What a run was like, as far as anybody can tell. */
    private record Run(long fingerprint, List<String> seen, Duration ended) {}

    private static Run transfers(long seed) {
        List<String> seen = new ArrayList<>();
        FaultPlan plan = FaultPlan.story()
                .at(Duration.ofMillis(20))
                .kill(FaultPlan.writer(1))
                .then(Duration.ofMillis(100))
                .restart(FaultPlan.writer(1));
        try (Simulation simulation = Simulation.seeded(seed).faults(plan).start()) {
            Database bank = simulation.cluster().database();
            Table<String, Long> accounts = bank.table("accounts", Codecs.utf8(), Codecs.int64());
            for (int i = 0; i < CLIENTS; i++) {
                simulation.client("client-" + i, me -> transfer(simulation, me, accounts, seen));
            }
            simulation.run();
            long sum = bank.transact(tx -> {
                long total = 0;
                for (int account = 0; account < CLIENTS; account++) {
                    total += tx.get(accounts, "account-" + account).orElse(0L);
                }
                return total;
            });
            assertEquals(0, sum, "money is moved, not made");
            return new Run(simulation.fingerprint(), seen, simulation.now());
        }
    }

    private static void transfer(
            Simulation simulation, SimulatedClient me, Table<String, Long> accounts, List<String> seen) {
        Session session = simulation.cluster().database().session();
        for (int i = 0; i < TRANSFERS; i++) {
            String from = "account-" + me.random().nextInt(CLIENTS);
            String to = "account-" + me.random().nextInt(CLIENTS);
            String outcome = "moved";
            try {
                session.run(tx -> {
                    tx.put(accounts, from, tx.get(accounts, from).orElse(0L) - 1);
                    tx.put(accounts, to, tx.get(accounts, to).orElse(0L) + 1);
                });
            } catch (IndeterminateCommitException doubt) {
                outcome = "in doubt, then " + session.outcome(doubt.token());
            }
            seen.add(me.name() + " " + from + " " + to + " " + outcome + " " + simulation.now());
            me.pause(Duration.ofMillis(me.random().nextInt(10)));
        }
    }

    @Test
    void aSeedGivesTheSameRunAndAnotherSeedAnotherOne() {
        Run first = transfers(1);
        assertEquals(first, transfers(1));
        assertNotEquals(first.fingerprint(), transfers(2).fingerprint());
        assertEquals(CLIENTS * TRANSFERS, first.seen().size());
    }

    @Test
    void pausesTakeVirtualTimeOnly() {
        try (Simulation simulation = Simulation.seeded(3).start()) {
            List<String> order = new ArrayList<>();
            simulation.client("late", me -> {
                me.pause(Duration.ofMinutes(2));
                order.add("late " + simulation.now().toMinutes());
            });
            simulation.client("early", me -> {
                me.pause(Duration.ofMinutes(1));
                order.add("early " + simulation.now().toMinutes());
            });
            Instant before = simulation.clock().instant();
            simulation.run();
            assertEquals(List.of("early 1", "late 2"), order);
            assertEquals(before.plus(simulation.now()), simulation.clock().instant());
        }
    }

    @Test
    void clientsStartClientsAndAwaitStages() {
        try (Simulation simulation = Simulation.seeded(4).start()) {
            CompletableFuture<String> word = new CompletableFuture<>();
            List<String> heard = new ArrayList<>();
            simulation.client("listener", me -> heard.add(me.await(word)));
            simulation.client(
                    "parent",
                    me -> simulation.client("child", child -> {
                        child.pause(Duration.ofSeconds(1));
                        word.complete("said by " + child.name());
                    }));
            simulation.run();
            assertEquals(List.of("said by child"), heard);
        }
    }

    @Test
    void theDriverPumpsTheWorldWhileItWaits() {
        try (Simulation simulation = Simulation.seeded(5).start()) {
            Table<String, Long> table = simulation.cluster().database().table("t", Codecs.utf8(), Codecs.int64());
            SimulatedClient client = simulation.client("client", me -> me.pause(Duration.ofMillis(5)));
            simulation.cluster().database().run(tx -> tx.put(table, "row", 1L));
            simulation.pause(Duration.ofMillis(10));
            assertTrue(client.hasEnded());
        }
    }

    @Test
    void aFailureNamesTheClientAndTheSeed() {
        try (Simulation simulation = Simulation.seeded(77)
                .faults(FaultPlan.story().at(Duration.ofSeconds(1)).kill(FaultPlan.writer(2)))
                .start()) {
            IllegalArgumentException thrown = new IllegalArgumentException("out of apples");
            simulation.client("alice", me -> {
                throw thrown;
            });
            SimulationFailure failure = assertThrows(SimulationFailure.class, simulation::run);
            assertSame(thrown, failure.getCause());
            assertEquals(77, failure.seed());
            String message = failure.getMessage();
            assertTrue(message.contains("client alice failed"), message);
            assertTrue(message.contains("out of apples"), message);
            assertTrue(message.contains("Simulation.seeded(77L)"), message);
            assertTrue(message.contains("At 1 s, writer-2 is killed."), message);
        }
    }

    @Test
    void clientsThatDoNotEndAreNamedWithWhereTheyWait() {
        try (Simulation simulation =
                Simulation.seeded(6).runLimit(Duration.ofSeconds(2)).start()) {
            simulation.client("quick", me -> {});
            simulation.client("stuck", me -> me.await(new CompletableFuture<String>()));
            String message =
                    assertThrows(SimulationFailure.class, simulation::run).getMessage();
            assertTrue(message.contains("PT2S of virtual time (runLimit)"), message);
            assertTrue(message.contains("client stuck waits in ClientThread.await, called at"), message);
            assertTrue(message.contains("SimulationTest.java:"), message);
            assertFalse(message.contains("quick"), message);
        }
    }

    @Test
    void closingEndsClientsThatWait() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> thrown = new ArrayList<>();
        try (Simulation simulation = Simulation.seeded(7).start()) {
            simulation.client("waiting", me -> {
                threads.add(Thread.currentThread());
                try {
                    me.pause(Duration.ofDays(1));
                } catch (SimulationClosedError closed) {
                    thrown.add(closed);
                    me.pause(Duration.ofDays(1));
                } finally {
                    thrown.add(assertThrows(SimulationClosedError.class, () -> me.pause(Duration.ofDays(1))));
                }
            });
            simulation.runFor(Duration.ofSeconds(1));
            simulation.client("never begins", me -> thrown.add(new AssertionError("it began")));
        }
        assertEquals(2, thrown.size());
        threads.get(0).join();
        assertEquals(Thread.State.TERMINATED, threads.get(0).getState());
    }

    @Test
    void threadsOfTheApplicationAreRefused() throws InterruptedException {
        try (Simulation simulation = Simulation.seeded(8).start()) {
            Database database = simulation.cluster().database();
            FutureTask<List<String>> stranger = new FutureTask<>(database::tableNames);
            Thread thread = new Thread(stranger, "stranger");
            thread.start();
            thread.join();
            Throwable refusal =
                    assertThrows(ExecutionException.class, stranger::get).getCause();
            assertTrue(refusal instanceof IllegalStateException, () -> "refused with " + refusal);
            assertTrue(refusal.getMessage().contains("no part in the simulation"), refusal.getMessage());
        }
    }

    @Test
    void codeThatSextantCallsMustNotWait() {
        try (Simulation simulation = Simulation.seeded(9).start()) {
            Database database = simulation.cluster().database();
            CompletableFuture<List<String>> answer = database.session()
                    .beginAsync(TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL))
                    .thenApply(tx -> database.tableNames())
                    .toCompletableFuture();
            simulation.client("client", me -> me.await(answer));
            SimulationFailure failure = assertThrows(SimulationFailure.class, simulation::run);
            assertTrue(failure.getMessage().contains("does not wait"), failure.getMessage());
        }
    }

    @Test
    void aClientThatBlocksForRealIsNamed() {
        CountDownLatch never = new CountDownLatch(1);
        try (Simulation simulation = Simulation.seeded(10).start()) {
            simulation.client("blocked", me -> never.await());
            IllegalStateException failure = assertThrows(IllegalStateException.class, simulation::run);
            assertTrue(failure.getMessage().contains("client blocked waits for something"), failure.getMessage());
            assertTrue(failure.getMessage().contains("SimulationTest"), failure.getMessage());
        }
    }

    @Test
    void clientsDoNotDrive() {
        try (Simulation simulation = Simulation.seeded(11).start()) {
            simulation.client("client", me -> simulation.run());
            assertTrue(
                    assertThrows(SimulationFailure.class, simulation::run).getCause() instanceof IllegalStateException);
        }
    }

    @Test
    void theClusterIsOneOfTheApi() {
        try (Simulation simulation = Simulation.seeded(12).writers(2).start()) {
            Cluster cluster = simulation.cluster();
            Table<Long, String> table = cluster.database(new WriterId(1)).table("t", Codecs.int64(), Codecs.utf8());
            for (long row = 0; row < 500; row++) {
                long key = row;
                cluster.database().run(tx -> tx.put(table, key, "value " + key));
            }
            simulation.pause(Duration.ofSeconds(1)); // until each writer knows what the other one did
            assertEquals(501, cluster.status().total(counters -> counters.commits()));
            VerifyReport report = cluster.verify();
            assertEquals(List.of(), report.problems());
            assertEquals(500, report.rows());
            assertEquals(SegmentId.COUNT, report.segments());
            assertEquals(2, report.trees());
        }
    }

    @Test
    void faultsByHandDoWhatTheApiSays() {
        try (Simulation simulation = Simulation.seeded(13).start()) {
            Cluster cluster = simulation.cluster();
            Table<String, Long> table = cluster.database().table("t", Codecs.utf8(), Codecs.int64());
            cluster.faults().takeDown(AvailabilityZone.A);
            assertEquals(WriterState.DOWN, cluster.status().writers().get(0).state());
            assertEquals(4, cluster.status().segmentsUp());
            assertThrows(
                    WriterUnavailableException.class,
                    () -> cluster.database(new WriterId(0)).begin());
            cluster.database().run(tx -> tx.put(table, "row", 1L));
            cluster.faults().bringUp(AvailabilityZone.A);
            simulation.pause(Duration.ofSeconds(2));
            assertEquals(SegmentId.COUNT, cluster.status().segmentsUp());
            cluster.faults().loseDisk(new SegmentId(4));
            simulation.runUntil(() -> cluster.status().segments().get(4).state() == SegmentState.UP
                    && cluster.status().segmentsUp() == 6);
            assertEquals(2, cluster.status().segments().get(4).generation());
            assertEquals(List.of(), cluster.verify().problems());
            assertEquals(1, simulation.faultCounts().of(FaultKind.ZONE_LOSS));
            assertEquals(1, simulation.faultCounts().of(FaultKind.LOST_DISK));
        }
    }
}
