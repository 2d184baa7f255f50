package dev.sextant.bench;

import dev.sextant.bench.processes.ProcessesCommand;

/** A cluster of several processes and what is done to them: {@code ./dev processes}. */
public final class Processes {
    private Processes() {}

    /** Runs it; the exit code is 0 only if nothing was lost and nothing stayed unknown. */
    public static void main(String[] arguments) {
        System.exit(ProcessesCommand.run(System.out, System.err, arguments));
    }
}
