package dev.sextant.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings are taken as given or refused by name. */
class ClusterConfigTest {
    @Test
    void hasDefaultsForAllButTheDirectory() {
        ClusterConfig config = ClusterConfig.in(Path.of("volume")).build();
        assertEquals(Optional.of(Path.of("volume")), config.directory());
        assertEquals(3, config.writers());
        assertEquals(8192, config.pageSizeBytes());
        assertEquals(32 << 20, config.cacheSizeBytes());
        assertEquals(Timeouts.DEFAULT, config.timeouts());
        assertEquals(Limits.DEFAULT, config.limits());
        assertEquals(RetryPolicy.DEFAULT, config.retryPolicy());
        assertEquals(LinkLatency.NONE, config.linkLatency());
        assertEquals(TieRule.DEFAULT, config.tieRule());
        assertEquals(Optional.empty(), ClusterConfig.inMemory().build().directory());
    }

    @Test
    void takesWhatItIsGiven() {
        Timeouts timeouts = Timeouts.builder().build();
        Limits limits = Limits.builder().build();
        RetryPolicy retries = RetryPolicy.NEVER;
        LinkLatency latency = new LinkLatency(Duration.ofMillis(1), Duration.ZERO);
        TieRule tieRule = new TieRule(false, true);
        ClusterConfig config = ClusterConfig.inMemory()
                .writers(4)
                .pageSizeBytes(1 << 14)
                .cacheSizeBytes(1 << 24)
                .timeouts(timeouts)
                .limits(limits)
                .retryPolicy(retries)
                .linkLatency(latency)
                .tieRule(tieRule)
                .build();
        assertEquals(4, config.writers());
        assertEquals(1 << 14, config.pageSizeBytes());
        assertEquals(1 << 24, config.cacheSizeBytes());
        assertEquals(timeouts, config.timeouts());
        assertEquals(limits, config.limits());
        assertEquals(retries, config.retryPolicy());
        assertEquals(latency, config.linkLatency());
        assertEquals(tieRule, config.tieRule());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 5})
    void refusesOtherNumbersOfWriters(int writers) {
        refused("writers", () -> ClusterConfig.inMemory().writers(writers).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4096, 8191, 8193, 12288, 1 << 17})
    void refusesOtherPageSizes(int size) {
        refused(
                "pageSizeBytes",
                () -> ClusterConfig.inMemory().pageSizeBytes(size).build());
    }

    @Test
    void refusesACacheThatHoldsNothing() {
        refused(
                "cacheSizeBytes",
                () -> ClusterConfig.inMemory().cacheSizeBytes(1000).build());
    }

    @Test
    void refusesImpossibleLatencies() {
        refused("linkLatency.betweenZones", () -> new LinkLatency(Duration.ofMillis(-1), Duration.ZERO));
        refused("linkLatency.withinZone", () -> new LinkLatency(Duration.ZERO, Duration.ofDays(2)));
    }

    @Test
    void refusesImpossibleRetries() {
        refused("retryPolicy.maxAttempts", () -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO));
        refused("retryPolicy.firstPause", () -> new RetryPolicy(1, Duration.ofMillis(-1), Duration.ZERO));
        refused("retryPolicy.firstPause", () -> new RetryPolicy(1, Duration.ofMillis(2), Duration.ofMillis(1)));
        refused("retryPolicy.maxPause", () -> new RetryPolicy(1, Duration.ZERO, Duration.ofDays(2)));
    }

    @Property
    void pausesGrowToTheLongestAndNoFurther(
            @ForAll @IntRange(min = 1) int attempt,
            @ForAll @DoubleRange(min = 0, max = 0.999) @Scale(3) double random) {
        RetryPolicy policy = new RetryPolicy(9, Duration.ofNanos(1000), Duration.ofNanos(50_000));
        long longest = attempt > 6 ? 50_000 : Math.min(50_000, 1000L << (attempt - 1));
        long pause = policy.pauseNanos(attempt, random);
        assertTrue(pause <= longest, () -> pause + " > " + longest);
        assertEquals((long) (random * longest), pause);
        assertEquals(0, RetryPolicy.NEVER.pauseNanos(attempt, random));
    }

    private static void refused(String setting, Executable call) {
        ConfigurationException thrown = assertThrows(ConfigurationException.class, call);
        assertEquals(setting, thrown.setting());
        assertTrue(thrown.getMessage().contains(setting), thrown.getMessage());
    }
}
