package dev.sextant.api;

/** One of the three zones that fail independently of each other. Two storage segments live in each. */
public enum AvailabilityZone {
    /** The zone of segments 0 and 1. */
    A,
    /** The zone of segments 2 and 3. */
    B,
    /** The zone of segments 4 and 5. */
    C
}
