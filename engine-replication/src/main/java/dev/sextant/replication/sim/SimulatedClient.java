package dev.sextant.replication.sim;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client of a simulated cluster: application code on a thread of its own, of which exactly one runs at any time. A blocking
 * call of Sextant's API, {@link #pause} and {@link #await} hand the turn on; nothing else does, so between two of them
 * nobody else does anything.
 *
 * <p>Thread safety: {@link #pause}, {@link #await} and {@link #random} are for the client's own thread. The others may be
 * called by every client and by the thread that drives the simulation.
 */
public interface SimulatedClient {
    /** What it was called. */
    String name();

    /** Whether its work is done, or has failed. */
    boolean hasEnded();

    /**
     * Pauses in virtual time, which costs none.
     *
     * @throws SimulationClosedError if the simulation is closed meanwhile
     */
    void pause(Duration time);

    /**
     * The value of a stage when it completes: use this where the application would call {@code join()} or {@code get()},
     * which would block the whole simulation.
     *
     * @throws RuntimeException what the stage failed with
     * @throws SimulationClosedError if the simulation is closed meanwhile
     */
    <T extends @Nullable Object> T await(CompletionStage<T> stage);

    /** Randomness of its own, drawn from the seed of the simulation. */
    RandomGenerator random();
}
