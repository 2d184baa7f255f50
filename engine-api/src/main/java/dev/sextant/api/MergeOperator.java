package dev.sextant.api;

/**
 * A change that can be made in any order: {@code merge(merge(v, a), b)} equals {@code merge(merge(v, b), a)}, and both equal
 * {@code merge(v, merge(a, b))}; as for a sum, a maximum or a union of sets. An absent row takes the operand as its value.
 *
 * <p>The engine evaluates it on the newest value, as often as it needs and on a thread of its own; so it must be a pure
 * function, quick, and never block.
 *
 * <p>If it throws, the transaction fails with {@link MergeException} and nothing of it is stored.
 */
@FunctionalInterface
public interface MergeOperator<V> {
    /** The new value of a row that has the value {@code current}. */
    V merge(V current, V operand);
}
