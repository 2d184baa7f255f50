package dev.sextant.api.config;

import dev.sextant.api.ConfigurationException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of settings as they are written in files and environments. */
final class Texts {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,9})\\s*([A-Za-z]*)");

    private Texts() {}

    static int integer(String setting, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new ConfigurationException(setting, "must be a whole number, not " + text.strip());
        }
    }

    static boolean truth(String setting, String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigurationException(setting, "must be true or false, not " + text.strip());
        };
    }

    /** A time: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h}. */
    static Duration duration(String setting, String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        ChronoUnit unit = matcher.matches() ? timeUnit(matcher.group(2)) : null;
        if (unit == null) {
            throw new ConfigurationException(
                    setting, "must be a time such as 250ms, 5s, 2m or 1h, not " + text.strip());
        }
        return Duration.of(Long.parseLong(matcher.group(1)), unit);
    }

    private static @Nullable ChronoUnit timeUnit(String unit) {
        return switch (unit) {
            case "us" -> ChronoUnit.MICROS;
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> null;
        };
    }

    /** A size: {@code 8192}, {@code 8KiB}, {@code 32MiB}, {@code 8GiB}. */
    static long bytes(String setting, String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        int shift = matcher.matches() ? shift(matcher.group(2)) : -1;
        if (shift < 0) {
            throw new ConfigurationException(
                    setting, "must be a size such as 8192, 8KiB, 32MiB or 8GiB, not " + text.strip());
        }
        return Long.parseLong(matcher.group(1)) << shift;
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> -1;
        };
    }

    /** What is between commas. */
    static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
