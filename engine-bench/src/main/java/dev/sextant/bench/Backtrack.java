package dev.sextant.bench;

import dev.sextant.bench.backtrack.BacktrackCommand;

/** A volume that goes back by half a minute: {@code ./dev backtrack}. */
public final class Backtrack {
    private Backtrack() {}

    /** Runs it; the exit code is 0 only if the volume was again what it had been. */
    public static void main(String[] arguments) {
        System.exit(BacktrackCommand.run(System.out, System.err, arguments));
    }
}
