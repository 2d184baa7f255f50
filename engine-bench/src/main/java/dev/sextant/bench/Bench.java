package dev.sextant.bench;

import dev.sextant.bench.economics.EconomicsCommand;
import dev.sextant.bench.growth.GrowthCommand;
import dev.sextant.bench.lag.LagCommand;
import dev.sextant.bench.micro.MicroCommand;
import dev.sextant.bench.processes.FailoverCommand;
import dev.sextant.bench.processes.WireCommand;
import dev.sextant.bench.spread.SpreadCommand;
import dev.sextant.bench.suite.QuickCommand;
import dev.sextant.bench.suite.RunCommand;
import java.util.Arrays;

/** Measurements beside what one would otherwise do: {@code ./dev bench}. */
public final class Bench {
    private static final int NOT_RUN = 2;
    private static final String USAGE = """
            Usage: ./dev bench COMMAND [OPTION...]; ./dev bench COMMAND --help lists the options

              quick      measures what matters most in a few minutes
              run        runs workloads on contenders side by side
              micro      measures single calls by JMH
              failover   kills the writer of real processes, with one master and with several
              economics  lets four writers share pages, from never to always, in virtual time
              growth     lets rows, writers, clients, values and history grow
              lag        measures how long after a commit another writer has it
              wire       counts what a writer sends and receives over TCP for a commit
              spread     puts the reports of several runs together: median, least and most
            """;

    private Bench() {}

    /** Runs one of them. */
    public static void main(String[] arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        String[] options = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
        System.exit(
                switch (command) {
                    case "quick" -> QuickCommand.run(System.out, System.err, options);
                    case "run" -> RunCommand.run(System.out, System.err, options);
                    case "micro" -> MicroCommand.run(System.out, System.err, options);
                    case "failover" -> FailoverCommand.run(System.out, System.err, options);
                    case "economics" -> EconomicsCommand.run(System.out, System.err, options);
                    case "growth" -> GrowthCommand.run(System.out, System.err, options);
                    case "lag" -> LagCommand.run(System.out, System.err, options);
                    case "wire" -> WireCommand.run(System.out, System.err, options);
                    case "spread" -> SpreadCommand.run(System.out, System.err, options);
                    default -> {
                        System.err.print(USAGE);
                        yield NOT_RUN;
                    }
                });
    }
}
