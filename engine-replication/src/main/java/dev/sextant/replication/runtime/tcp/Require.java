package dev.sextant.replication.runtime.tcp;

import dev.sextant.api.ConfigurationException;
import java.time.Duration;

/** What settings must satisfy. */
final class Require {
    private static final Duration DURATION_MOST = Duration.ofDays(1);

    private Require() {}

    static void that(boolean condition, String setting, String problem) {
        if (!condition) {
            throw new ConfigurationException(setting, problem);
        }
    }

    static void within(String setting, long value, long least, long most) {
        that(value >= least && value <= most, setting, "must be " + least + " to " + most + ", not " + value);
    }

    static void positive(String setting, Duration value) {
        boolean good = value.compareTo(Duration.ofMillis(1)) >= 0 && value.compareTo(DURATION_MOST) <= 0;
        that(good, setting, "must be 1 ms to " + DURATION_MOST + ", not " + value);
    }
}
