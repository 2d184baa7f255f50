package dev.sextant.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.load.Driver;
import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.load.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every workload runs for a moment on real disks, and what it leaves behind is what its clients were told. */
@SuppressWarnings("try") // each store fails in its own way when it is closed
class WorkloadsTest {
    private static final WorkloadSettings SETTINGS = new WorkloadSettings(200, 40, 1, 50, 3);
    private static final LoadPlan PLAN = LoadPlan.closed(4, Duration.ofMillis(50), Duration.ofMillis(200));

    @TempDir
    Path directory;

    /** Several writers where they are in each other's way. */
    static Stream<Arguments> all() {
        Stream<Arguments> each = Workloads.names().stream()
                .flatMap(name ->
                        Stream.of(Arguments.of(name, Contenders.ONE_WRITER), Arguments.of(name, Contenders.ROCKSDB)));
        Stream<Arguments> several = Stream.of("transfer", "order-entry", "counter", "right-edge", "sharing")
                .map(name -> Arguments.of(name, Contenders.ALL_WRITERS));
        return Stream.concat(each, several);
    }

    @ParameterizedTest
    @MethodSource("all")
    void runsAndKeepsItsInvariant(String name, String on) throws Exception {
        try (Contender contender =
                Contenders.builtIn(Duration.ZERO).named(on).orElseThrow().open(directory)) {
            Workload workload = Workloads.named(name, SETTINGS.withGroups(contender.writers()));
            try (Client client = contender.connect(0)) {
                workload.load(client);
                assertEquals(List.of(), workload.findings(client), "before anything is done");
            }
            Round round = new Driver(contender, workload).run(PLAN);
            assertTrue(round.runs() >= round.done());
            try (Client client = contender.connect(1)) {
                assertEquals(List.of(), workload.findings(client));
            }
            assertFalse(workload.description().isBlank());
        }
    }

    @Test
    void aLostUpdateIsFound() throws Exception {
        try (Contender contender = Contenders.builtIn(Duration.ZERO)
                        .named(Contenders.ROCKSDB)
                        .orElseThrow()
                        .open(directory);
                Client client = contender.connect(0)) {
            Workload workload = Workloads.named(Workloads.UPDATE, SETTINGS);
            workload.load(client);
            Workload.Operation update = workload.actor(0, 1, 1).draw();
            update.done();
            assertEquals(List.of("its rows tell of 0 updates, but clients were told of 1"), workload.findings(client));
            update.run(client);
            assertEquals(List.of(), workload.findings(client));
        }
    }

    @Test
    void moneyThatComesFromNowhereIsFound() throws Exception {
        try (Contender contender = Contenders.builtIn(Duration.ZERO)
                        .named(Contenders.ROCKSDB)
                        .orElseThrow()
                        .open(directory);
                Client client = contender.connect(0)) {
            Workload workload = Workloads.named("transfer", SETTINGS);
            workload.load(client);
            client.transact(transaction -> Numbers.change(transaction, Keys.of('t', 7), new byte[8], 5));
            assertEquals(List.of("all accounts have 200000005, not 200000000"), workload.findings(client));
        }
    }

    @Test
    void theSameSeedDrawsTheSameOperations() throws Exception {
        try (Contender contender = Contenders.builtIn(Duration.ZERO)
                        .named(Contenders.ROCKSDB)
                        .orElseThrow()
                        .open(directory);
                Client client = contender.connect(0)) {
            Workload one = Workloads.named("transfer", SETTINGS);
            one.load(client);
            one.actor(0, 1, 9).draw().run(client);
            byte[][] after = rows(client);
            Workload again = Workloads.named("transfer", SETTINGS);
            again.load(client);
            again.actor(0, 1, 9).draw().run(client);
            assertTrue(Arrays.deepEquals(after, rows(client)));
        }
    }

    private static byte[][] rows(Client client) throws Exception {
        byte[][] rows = new byte[SETTINGS.rows()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = client.get(Keys.of('t', row));
        }
        return rows;
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Workloads.named("dance", SETTINGS));
        assertThrows(IllegalArgumentException.class, () -> Workloads.named("transfer", SETTINGS.withRows(1)));
        assertThrows(IllegalArgumentException.class, () -> SETTINGS.withRows(0));
        assertThrows(IllegalArgumentException.class, () -> SETTINGS.withShared(101, 3));
    }
}
