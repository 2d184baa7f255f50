package dev.sextant.storage.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys in the order of unsigned bytes. Keeps the caller's arrays, which must not change.
 *
 * <p>A range whose bounds cross is empty, not an error: that is what continuing after the last key leaves.
 *
 * @param from the lower bound; the empty key, included, is before every other
 * @param to the upper bound; null if there is none
 */
public record KeyRange(byte[] from, boolean fromIncluded, byte @Nullable [] to, boolean toIncluded) {
    private static final byte[] LEAST_KEY = {};

    /** Every key. */
    public static KeyRange all() {
        return new KeyRange(LEAST_KEY, true, null, false);
    }

    /** One key. */
    public static KeyRange only(byte[] key) {
        return new KeyRange(key, true, key, true);
    }

    /** The keys at and after {@code from} and before {@code to}. */
    public static KeyRange of(byte[] from, byte @Nullable [] to) {
        return new KeyRange(from, true, to, false);
    }

    /** What is left of the range after its keys up to and including this one were visited, rising. */
    public KeyRange after(byte[] key) {
        return new KeyRange(key, false, to, toIncluded);
    }

    /** What is left of the range after its keys down to and including this one were visited, falling. */
    public KeyRange before(byte[] key) {
        return new KeyRange(from, fromIncluded, key, false);
    }

    /** Whether a key that compares so with the lower bound is not before it. */
    boolean fromAdmits(int order) {
        return fromIncluded ? order >= 0 : order > 0;
    }

    /** Whether a key that compares so with the upper bound is not after it. */
    boolean toAdmits(int order) {
        return toIncluded ? order <= 0 : order < 0;
    }

    public boolean contains(byte[] key) {
        return fromAdmits(Arrays.compareUnsigned(key, from))
                && (to == null || toAdmits(Arrays.compareUnsigned(key, to)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyRange range
                && Arrays.equals(from, range.from)
                && fromIncluded == range.fromIncluded
                && Arrays.equals(to, range.to)
                && toIncluded == range.toIncluded;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(from) * 31 + Arrays.hashCode(to);
    }

    @Override
    public String toString() {
        return (fromIncluded ? "[" : "(") + Arrays.toString(from) + " .. " + (to == null ? "end" : Arrays.toString(to))
                + (toIncluded ? "]" : ")");
    }
}
