package dev.sextant.api.config;

import dev.sextant.api.ConfigurationException;
import java.time.Duration;

/** What a setting's value must satisfy. Each check returns the value or says which setting is wrong and why. */
final class Settings {
    /** Durations travel through the engine as nanoseconds in a long; a day leaves room for every sum of them. */
    static final Duration LONGEST = Duration.ofDays(1);

    private Settings() {}

    static int within(String setting, int value, int least, int most) {
        return (int) within(setting, (long) value, least, most);
    }

    static long within(String setting, long value, long least, long most) {
        require(value >= least && value <= most, setting, "must be " + least + " to " + most + ", not " + value);
        return value;
    }

    static Duration positive(String setting, Duration value) {
        require(!value.isNegative() && !value.isZero(), setting, "must be positive, not " + value);
        return atMostLongest(setting, value);
    }

    static Duration notNegative(String setting, Duration value) {
        require(!value.isNegative(), setting, "must not be negative, but is " + value);
        return atMostLongest(setting, value);
    }

    private static Duration atMostLongest(String setting, Duration value) {
        require(value.compareTo(LONGEST) <= 0, setting, "must be at most " + LONGEST + ", not " + value);
        return value;
    }

    static void require(boolean condition, String setting, String problem) {
        if (!condition) {
            throw new ConfigurationException(setting, problem);
        }
    }
}
