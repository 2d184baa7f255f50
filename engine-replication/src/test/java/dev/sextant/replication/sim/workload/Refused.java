package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** That a check has found what it had to find. */
final class Refused {
    private Refused() {}

    static void with(String expected, List<String> anomalies) {
        assertTrue(
                anomalies.stream().anyMatch(each -> each.contains(expected)),
                () -> "wanted <" + expected + "> in " + anomalies);
    }
}
