package dev.sextant.api;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done in one transaction, with a result. It may be run several times, so it must have no effect outside of
 * the transaction.
 *
 * @param <T> what it returns
 * @param <X> the checked exception it may throw; inferred as {@link RuntimeException} where there is none
 */
@FunctionalInterface
public interface TransactionWork<T extends @Nullable Object, X extends Exception> {
    /** Does the work; the caller commits. */
    T run(Transaction transaction) throws X;
}
