package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.config.ClusterConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each workload runs on a real cluster in which nothing fails, and finds nothing. */
class WorkloadsOnRealClusterTest {
    private static final int PAGE_SIZE_BYTES = 8192;
    private static final int STEPS = 400;

    private final Workloads workloads = new Workloads(PAGE_SIZE_BYTES, history -> List.of());
    private Cluster cluster;

    @BeforeEach
    void open() {
        cluster = Cluster.open(ClusterConfig.inMemory()
                .writers(4)
                .pageSizeBytes(PAGE_SIZE_BYTES)
                .build());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    static Stream<String> names() {
        return new Workloads(PAGE_SIZE_BYTES, history -> List.of()).names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void findsNothing(String name) throws Exception {
        Workload workload = workloads.create(name);
        Map<Workload.Step, Integer> steps = new RealWorld(cluster, 1).run(workload, STEPS);
        assertEquals(List.of(), workload.anomalies());
        assertTrue(steps.getOrDefault(Workload.Step.COMMITTED, 0) > STEPS / 10, steps::toString);
    }
}
