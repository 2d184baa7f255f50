package dev.sextant.api.spi;

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

    /** Throws {@link IllegalArgumentException} with the message unless the caller's argument is acceptable. */
    public static void argument(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
