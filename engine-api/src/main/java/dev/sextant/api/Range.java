package dev.sextant.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys, in the order of their encoded bytes. A bound that is absent is beyond every key; a range whose lower bound
 * is above its upper one is empty.
 *
 * @param <K> the keys; immutable, or not changed while a scan uses the range
 */
public final class Range<K> {
    private final @Nullable K lower;
    private final boolean lowerIncluded;
    private final @Nullable K upper;
    private final boolean upperIncluded;

    private Range(@Nullable K lower, boolean lowerIncluded, @Nullable K upper, boolean upperIncluded) {
        this.lower = lower;
        this.lowerIncluded = lowerIncluded;
        this.upper = upper;
        this.upperIncluded = upperIncluded;
    }

    /** Every key. */
    public static <K> Range<K> all() {
        return new Range<>(null, true, null, false);
    }

    /** {@code lower <= key}. */
    public static <K> Range<K> atLeast(K lower) {
        return new Range<>(Objects.requireNonNull(lower, "lower"), true, null, false);
    }

    /** {@code lower < key}: what follows the last key of an earlier scan. */
    public static <K> Range<K> greaterThan(K lower) {
        return new Range<>(Objects.requireNonNull(lower, "lower"), false, null, false);
    }

    /** {@code key < upper}: what precedes the last key of an earlier descending scan. */
    public static <K> Range<K> lessThan(K upper) {
        return new Range<>(null, true, Objects.requireNonNull(upper, "upper"), false);
    }

    /** {@code key <= upper}. */
    public static <K> Range<K> atMost(K upper) {
        return new Range<>(null, true, Objects.requireNonNull(upper, "upper"), true);
    }

    /** {@code lower <= key < upper}. */
    public static <K> Range<K> closedOpen(K lower, K upper) {
        return atLeast(lower).and(lessThan(upper));
    }

    /** {@code lower <= key <= upper}. */
    public static <K> Range<K> closed(K lower, K upper) {
        return atLeast(lower).and(atMost(upper));
    }

    /** {@code lower < key < upper}. */
    public static <K> Range<K> open(K lower, K upper) {
        return greaterThan(lower).and(lessThan(upper));
    }

    private Range<K> and(Range<K> above) {
        return new Range<>(lower, lowerIncluded, above.upper, above.upperIncluded);
    }

    /** The lower bound; null if there is none. */
    public @Nullable K lower() {
        return lower;
    }

    /** Whether the lower bound itself belongs to the range. */
    public boolean lowerIncluded() {
        return lowerIncluded;
    }

    /** The upper bound; null if there is none. */
    public @Nullable K upper() {
        return upper;
    }

    /** Whether the upper bound itself belongs to the range. */
    public boolean upperIncluded() {
        return upperIncluded;
    }

    /** As {@code [3, 7)}; a bound that is absent is shown as {@code -inf} or {@code +inf}. */
    @Override
    public String toString() {
        return (lowerIncluded && lower != null ? "[" : "(")
                + (lower == null ? "-inf" : lower)
                + ", "
                + (upper == null ? "+inf" : upper)
                + (upperIncluded ? "]" : ")");
    }
}
