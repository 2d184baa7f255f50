package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.List;

/**
 * What is done to one contender: it fills the store, hands out what clients do, and checks afterwards that the store holds what they were
 * told. One object belongs to one store. Actors are drawn from by one thread each; the rest is called while no client is at work.
 */
public interface Workload {
    /** The name to ask for it by. */
    String name();

    /** In a sentence, for the report. */
    String description();

    /** Fills an empty store. */
    void load(Client client) throws Exception;

    /**
     * A client.
     *
     * @param number from 0
     * @param of how many clients there are
     * @param seed what it draws from: the same one, the same operations
     */
    Actor actor(int number, int of, long seed);

    /** What is wrong with the store after all clients are done, a sentence each; empty if nothing is. */
    List<String> findings(Client client) throws Exception;

    /** Decides what a client does next. */
    @FunctionalInterface
    interface Actor {
        /** The next operation, which is then run until it succeeds. */
        Operation draw();
    }

    /** One thing a client does: a transaction, or a read. */
    @FunctionalInterface
    interface Operation {
        /**
         * Does it.
         *
         * @throws dev.sextant.bench.contender.Refused it has not happened
         * @throws dev.sextant.bench.contender.Unable it cannot be done there
         */
        void run(Client client) throws Exception;

        /** It has happened. */
        default void done() {}
    }
}
