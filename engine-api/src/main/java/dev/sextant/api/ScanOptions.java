package dev.sextant.api;

import dev.sextant.api.spi.Check;
import java.util.OptionalInt;

/** How a range is read: in which direction, and how many rows at most. Immutable. */
public final class ScanOptions {
    /** Ascending, all rows of the range. */
    public static final ScanOptions DEFAULT = new ScanOptions(Direction.ASCENDING, OptionalInt.empty());

    /** The order in which a scan returns rows. */
    public enum Direction {
        /** From the lowest key up. */
        ASCENDING,
        /** From the highest key down. */
        DESCENDING
    }

    private final Direction direction;
    private final OptionalInt limit;

    private ScanOptions(Direction direction, OptionalInt limit) {
        this.direction = direction;
        this.limit = limit;
    }

    /** As these, from the highest key down. */
    public ScanOptions descending() {
        return new ScanOptions(Direction.DESCENDING, limit);
    }

    /** As these, but only the first so many rows. */
    public ScanOptions withLimit(int rows) {
        Check.argument(rows > 0, "a scan's limit is at least one row");
        return new ScanOptions(direction, OptionalInt.of(rows));
    }

    /** Which end comes first. */
    public Direction direction() {
        return direction;
    }

    /** The most rows to return; empty for all rows of the range, or {@link ScanLimitExceededException} if they are too many. */
    public OptionalInt limit() {
        return limit;
    }

    @Override
    public String toString() {
        return direction + (limit.isPresent() ? " limit " + limit.getAsInt() : "");
    }
}
