package dev.sextant.bench.mutant;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line of the hunt: {@code ./dev sim --mutants}. */
@Command(
        name = "./dev sim --mutants",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110,
        description = "Puts one bug after the other into the engine and runs the simulator until it finds it.",
        footer = {"", "Exit code: 0 if every bug was found, 1 if one was not, or if the engine as it is fails."})
public final class MutantCommand implements Callable<Integer> {
    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "seeds to run for one mutant at most; default: ${DEFAULT-VALUE}")
    private int seeds = 1_000;

    @Option(names = "--first", paramLabel = "SEED", description = "the first seed; default: ${DEFAULT-VALUE}")
    private long first = 1;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "only these mutants; default: all in the catalogue")
    private List<String> only = List.of();

    @Option(names = "--elusive", description = "instead, hunt those that hide behind other rules or want more bad luck")
    private boolean elusive;

    @Option(names = "--control", description = "also run the engine as it is, for as many seeds: nothing may be found")
    private boolean control;

    @Option(names = "--list", description = "only list the mutants, and what they take to be found")
    private boolean list;

    @Option(
            names = "--seed-seconds",
            paramLabel = "N",
            description = "how long one seed may run before it counts as without an end; default: ${DEFAULT-VALUE}")
    private int seedSeconds = 120;

    @Option(names = "--threads", paramLabel = "N", description = "hunts at a time; default: one for each processor")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--simulator", paramLabel = "CLASS", hidden = true, description = "another simulator's entry")
    private String simulator = LoadedWorld.SWARM;

    private final PrintStream out;

    MutantCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs it; the exit code is 0 only if every mutant was caught. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MutantCommand(System.out)).execute(arguments));
    }

    @Override
    public Integer call() {
        List<Mutant> chosen = chosen();
        if (list) {
            chosen.forEach(mutant ->
                    out.printf("%s%n    %s%n    Shows: %s%n", mutant.name(), mutant.sentence(), mutant.world()));
            return 0;
        }
        MutantHunt hunt = new MutantHunt(new MutantHunt.Settings(simulator, first, seeds, seedSeconds, threads), out);
        boolean clean = !control || hunt.control();
        return hunt.hunt(chosen) && clean ? 0 : 1;
    }

    private List<Mutant> chosen() {
        if (only.isEmpty()) {
            return elusive ? Mutants.ELUSIVE : Mutants.ALL;
        }
        TreeMap<String, Mutant> byName = new TreeMap<>();
        Mutants.ALL.forEach(mutant -> byName.put(mutant.name(), mutant));
        Mutants.ELUSIVE.forEach(mutant -> byName.put(mutant.name(), mutant));
        List<Mutant> chosen = new ArrayList<>();
        for (String name : only) {
            Mutant mutant = byName.get(name);
            if (mutant == null) {
                throw new ParameterException(
                        new CommandLine(this), "there is no mutant " + name + ", but " + byName.keySet());
            }
            chosen.add(mutant);
        }
        return chosen;
    }
}
