package dev.sextant.conflict.check;

import org.jspecify.annotations.Nullable;

/**
 * Makes a row's new value of its current one and an operand. A merge is evaluated on the newest value when its transaction
 * commits, and once more whenever the transaction is rebased, so it never conflicts with another change of the row.
 *
 * <p>The function depends on nothing but its arguments and changes neither. It runs in the writer's commit loop, so it is
 * quick and neither blocks nor waits. What it throws fails the transaction and nothing else. It need not commute with
 * others for the outcome to be serializable; if it does not, the outcome depends on the order of the commits, which nobody
 * chooses.
 */
@FunctionalInterface
public interface MergeFunction {
    /** The new value; {@code current} is null if there is no row. Throws if these two cannot be merged. */
    byte[] merge(byte @Nullable [] current, byte[] operand);
}
