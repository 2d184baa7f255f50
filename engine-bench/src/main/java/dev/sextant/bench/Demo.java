package dev.sextant.bench;

import dev.sextant.bench.demo.DemoCommand;

/** The demonstration: {@code ./dev demo}. */
public final class Demo {
    private Demo() {}

    /** Runs it; the exit code is 0 only if every check held. */
    public static void main(String[] arguments) {
        System.exit(DemoCommand.run(System.out, System.err, arguments));
    }
}
