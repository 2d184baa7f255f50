package dev.sextant.api.spi;

import org.jspecify.annotations.Nullable;

/**
 * Checks that are always on. They find our own bugs, never the world's failures: a failed check means that going on could
 * damage data, so it throws and is not caught.
 */
public final class Check {
    private Check() {}

    /** Throws {@link IllegalStateException} with the message unless the condition, an invariant of the engine, holds. */
    public static void state(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }

    /** As {@link #state(boolean, String)}, naming what broke the invariant; {@code detail} is rendered only on failure. */
    public static void state(boolean condition, String message, Object detail) {
        if (!condition) {
            throw new IllegalStateException(message + ": " + detail);
        }
    }

    /** The value, which an invariant of the engine says is there; throws {@link IllegalStateException} if it is null. */
    public static <T> T present(@Nullable T value, String message) {
        if (value == null) {
            throw new IllegalStateException(message);
        }
        return value;
    }

    /** Throws {@link IllegalArgumentException} with the message unless the caller's argument is acceptable. */
    public static void argument(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
