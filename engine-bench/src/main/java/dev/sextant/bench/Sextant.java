package dev.sextant.bench;

import dev.sextant.bench.cli.SextantCommand;

/** The command line for volumes: {@code ./dev sextant}. */
public final class Sextant {
    private Sextant() {}

    /** Runs it; the exit code is 0 if all is well, 1 if damage was found, 2 if the arguments or the directory are no use. */
    public static void main(String[] arguments) {
        System.exit(SextantCommand.run(System.out, System.err, arguments));
    }
}
