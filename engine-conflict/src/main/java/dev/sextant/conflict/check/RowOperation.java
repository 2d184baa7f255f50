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

    /** Merges operands into the row, one after the other. Immutable: one merge more shares the chain of those before it. */
    final class Merge implements RowOperation {
        private final @Nullable Merge before;
        private final MergeFunction function;
        private final byte[] operand;
        private final long sizeBytes;

        private Merge(@Nullable Merge before, MergeFunction function, byte[] operand) {
            this.before = before;
            this.function = function;
            this.operand = operand;
            sizeBytes = operand.length + (before == null ? 0 : before.sizeBytes);
        }

        static Merge of(MergeFunction function, byte[] operand) {
            return new Merge(null, function, operand);
        }

        Merge andThen(MergeFunction next, byte[] nextOperand) {
            return new Merge(this, next, nextOperand);
        }

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

        private byte[] applyTo(byte @Nullable [] value) {
            byte @Nullable [] merged = function.merge(value, operand);
            if (merged == null) { // a function from outside may break its promise
                throw new IllegalStateException("the merge function " + function + " returned null instead of a value");
            }
            return merged;
        }

        @Override
        public long sizeBytes() {
            return sizeBytes;
        }
    }
}
