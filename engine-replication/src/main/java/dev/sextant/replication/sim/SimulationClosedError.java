package dev.sextant.replication.sim;

/**
 * Ends a simulated client whose simulation was closed while it waited: its blocking call throws this, and so does every other
 * one that it makes on its way out. An error and no exception, so that application code that mends failures lets it pass;
 * do not catch it.
 */
public final class SimulationClosedError extends Error {
    private static final long serialVersionUID = 1L;

    SimulationClosedError(String client) {
        super("the simulation was closed while client " + client + " was at work");
    }
}
