package dev.sextant.api;

/**
 * What is to be done in one transaction, without a result. It may be run several times, so it must have no effect outside of
 * the transaction.
 *
 * @param <X> the checked exception it may throw; inferred as {@link RuntimeException} where there is none
 */
@FunctionalInterface
public interface TransactionAction<X extends Exception> {
    /** Does the work; the caller commits. */
    void run(Transaction transaction) throws X;
}
