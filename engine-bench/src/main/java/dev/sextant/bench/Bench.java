package dev.sextant.bench;

import dev.sextant.bench.processes.FailoverCommand;
import java.util.Arrays;

/** Measurements beside what one would otherwise do: {@code ./dev bench}. */
public final class Bench {
    private static final int NOT_RUN = 2;

    private Bench() {}

    /** Runs one of them. */
    public static void main(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("failover")) {
            System.err.println(
                    "Usage: ./dev bench failover [OPTION...]; ./dev bench failover --help lists the options");
            System.exit(NOT_RUN);
        }
        System.exit(FailoverCommand.run(System.out, System.err, Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
}
