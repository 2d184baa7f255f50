package dev.sextant.replication.sim;

/** What a simulated client does: application code that may block in calls of Sextant's API, on a thread of its own. */
@FunctionalInterface
public interface SimulatedWork {
    /**
     * Does it. Whatever it throws fails the simulation, with the seed.
     *
     * @param me the client that does it: its pauses and its randomness
     */
    void run(SimulatedClient me) throws Exception;
}
