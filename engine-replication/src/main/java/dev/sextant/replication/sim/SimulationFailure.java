package dev.sextant.replication.sim;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A simulation failed: a client threw something, did not come to an end, or Sextant broke a promise. The message says which,
 * with the seed and the story that replay it; the cause is what the client threw.
 */
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final long seed;

    SimulationFailure(long seed, String happened, String story, @Nullable Throwable cause) {
        super(
                String.format(
                        Locale.ROOT,
                        "%s%n  Replay: Simulation.seeded(%dL), with the same settings and the same code.%n  Faults: %s",
                        happened,
                        seed,
                        story.replace("\n", "\n          ")),
                cause);
        this.seed = seed;
    }

    /** The seed that replays it. */
    public long seed() {
        return seed;
    }
}
