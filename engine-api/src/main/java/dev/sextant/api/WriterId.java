package dev.sextant.api;

import dev.sextant.api.spi.Check;

/** A writer slot of a volume. A process holds a slot under an incarnation; the slot outlives the process. */
public record WriterId(int slot) implements Comparable<WriterId> {
    /** The most writers a volume can have at once. */
    public static final int MAX_COUNT = 4;

    public WriterId {
        Check.argument(slot >= 0 && slot < MAX_COUNT, "a writer slot is 0.." + (MAX_COUNT - 1));
    }

    /** The zone the writer of this slot lives in: slots go round the zones, so with four of them two share zone A. */
    public AvailabilityZone zone() {
        return AvailabilityZone.values()[slot % AvailabilityZone.values().length];
    }

    @Override
    public int compareTo(WriterId other) {
        return Integer.compare(slot, other.slot);
    }

    @Override
    public String toString() {
        return "writer-" + slot;
    }
}
