package dev.sextant.bench;

import dev.sextant.bench.restart.RestartCommand;

/** A writer that is killed and started again, after histories of several lengths: {@code ./dev restart}. */
public final class Restart {
    private Restart() {}

    /** Runs it; the exit code is 0 only if the writer was always ready within a second. */
    public static void main(String[] arguments) {
        System.exit(RestartCommand.run(System.out, System.err, arguments));
    }
}
