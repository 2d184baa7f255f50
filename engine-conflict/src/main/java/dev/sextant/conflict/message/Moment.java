package dev.sextant.conflict.message;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;

/**
 * What a writer had applied at a time, which makes it a state of the whole volume that can be read.
 *
 * @param epochMillis by the wall clock of the writer's machine
 */
public record Moment(long epochMillis, WriterId writer, ReadPoint point) {}
