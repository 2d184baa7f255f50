package dev.sextant.bench;

import dev.sextant.bench.stranger.StrangerProcess;

/** A process that no node lets in, as {@code ./dev refusals} starts some. */
public final class Stranger {
    private Stranger() {}

    /** Runs until its standard input ends or says so. */
    public static void main(String[] arguments) throws Exception {
        System.exit(StrangerProcess.run(System.in, System.out, System.err, arguments));
    }
}
