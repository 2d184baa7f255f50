package dev.sextant.bench;

import dev.sextant.bench.sim.SimCommand;

/** The simulator's command line: {@code ./dev sim}. */
public final class Sim {
    private Sim() {}

    /** Runs it; the exit code is 0 only if no trial went wrong. */
    public static void main(String[] arguments) {
        System.exit(SimCommand.run(System.out, System.err, arguments));
    }
}
