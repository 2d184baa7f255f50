package dev.sextant.conflict.check;

import org.jspecify.annotations.Nullable;

/** A row to write, at the LSN of the proposal that will carry it: a value, or null for a tombstone. */
public record RowWrite(RowKey row, byte @Nullable [] value) {
    public boolean isTombstone() {
        return value == null;
    }
}
