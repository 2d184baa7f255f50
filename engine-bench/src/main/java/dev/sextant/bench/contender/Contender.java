package dev.sextant.bench.contender;

/**
 * A store that takes part in a comparison, open on an empty place of its own. Safe for use from several threads.
 *
 * <p>All contenders get the same data and the same clients. What a contender cannot do it says by {@link Unable}, so that the report
 * can say so instead of leaving it out.
 */
@SuppressWarnings("try") // each store fails in its own way when it is closed
public interface Contender extends AutoCloseable {
    /** As it stands in tables: {@code "galera"}. */
    String name();

    /** Its version, as its makers count. */
    String version();

    /** In a sentence: how many copies, what is synced before a commit returns, and which isolation transactions have. */
    String durability();

    /**
     * A connection for one client, which only one thread at a time uses.
     *
     * @param number from 0; contenders with several nodes spread clients over them by it
     */
    Client connect(int number);

    /** How many places there are that take writes; client {@code number} is at place {@code number % writers()}. */
    default int writers() {
        return 1;
    }

    @Override
    void close() throws Exception;
}
