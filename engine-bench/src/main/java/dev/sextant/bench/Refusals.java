package dev.sextant.bench;

import dev.sextant.bench.processes.RefusalsCommand;

/** A node and those that it does not let in: {@code ./dev refusals}. */
public final class Refusals {
    private Refusals() {}

    /** Runs it; the exit code is 0 only if all were refused, with a line on both sides, and got nothing. */
    public static void main(String[] arguments) {
        System.exit(RefusalsCommand.run(System.out, System.err, arguments));
    }
}
