package dev.sextant.conflict.check;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction does to one row, all its writes of the row taken together. An insert is a put over a row that was
 * observed missing.
 */
public sealed interface RowOperation {
    /** The row's value afterwards, null if there is none. */
    byte @Nullable [] after(byte @Nullable [] current);

    /** The bytes that the operation itself carries. */
    long sizeBytes();

    /** Gives the row this value. */
    record Put(byte[] value) implements RowOperation {
        @Override
        public byte[] after(byte @Nullable [] current) {
            return value;
        }

        @Override
        public long sizeBytes() {
            return value.length;
        }
    }

    /** Removes the row. */
    record Delete() implements RowOperation {
        @Override
        public byte @Nullable [] after(byte @Nullable [] current) {
            return null;
        }

        @Override
        public long sizeBytes() {
            return 0;
        }
    }

    /** Merges an operand into the row, after the merges before it. */
    record Merge(@Nullable Merge before, MergeFunction function, byte[] operand) implements RowOperation {
        @Override
        public byte[] after(byte @Nullable [] current) {
            ArrayDeque<Merge> earlier = new ArrayDeque<>();
            for (Merge merge = before; merge != null; merge = merge.before) {
                earlier.push(merge);
            }
            byte @Nullable [] value = current;
            for (Merge merge : earlier) {
                value = merge.applyTo(value);
            }
            return applyTo(value);
        }

        @SuppressWarnings("ConstantConditions") // a function from outside may break its promise
        private byte[] applyTo(byte @Nullable [] value) {
            byte @Nullable [] merged = function.merge(value, operand);
            if (merged == null) {
                throw new IllegalStateException("the merge function " + function + " returned null instead of a value");
            }
            return merged;
        }

        @Override
        public long sizeBytes() {
            long size = 0;
            for (Merge merge = this; merge != null; merge = merge.before) {
                size += merge.operand.length;
            }
            return size;
        }
    }
}
