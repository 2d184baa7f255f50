package dev.sextant.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A backtrack that was done.
 *
 * @param moment the journaled moment that the volume went back to; empty if it was given as a read point
 * @param target the state that the volume is in again
 * @param before a state that sees everything that was undone: to go back to it undoes the backtrack
 * @param after a state that sees the backtrack
 * @param pages how many pages had changed since the moment
 * @param took from the call to the answer
 */
public record BacktrackReport(
        Optional<Instant> moment, ReadPoint target, ReadPoint before, ReadPoint after, long pages, Duration took) {
    public BacktrackReport {
        Objects.requireNonNull(moment, "moment");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(took, "took");
    }
}
