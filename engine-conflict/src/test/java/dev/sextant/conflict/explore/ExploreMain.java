package dev.sextant.conflict.explore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Explores every scenario to the end and makes random runs, each on a core of its own, and prints what it found. Exits with 1
 * at a violation.
 */
public final class ExploreMain {
    private static final String HELP = """
            Usage: ./dev explore [OPTION...]

              --random-runs N     make N random runs with six segments (default 100000)
              --seed S            the first seed of the random runs (default: drawn from the clock, and printed)
              --only-random       leave out the exhaustive searches
              --random-seed S     replay one random run, printing every event
            """;

    private int randomRuns = 100_000;
    private long seed = System.nanoTime();
    private boolean exhaustive = true;
    private long states;
    private long unsymmetric;
    private final AtomicInteger violations = new AtomicInteger();

    private ExploreMain() {}

    public static void main(String[] args) {
        System.exit(new ExploreMain().run(args));
    }

    private int run(String[] args) {
        for (int index = 0; index < args.length; index++) {
            switch (args[index]) {
                case "--random-runs" -> randomRuns = Integer.parseInt(args[++index]);
                case "--seed" -> seed = Long.decode(args[++index]);
                case "--only-random" -> exhaustive = false;
                case "--random-seed" -> {
                    RandomExplorer.ofProduction()
                            .trace(Long.decode(args[++index]))
                            .forEach(System.out::println);
                    return 0;
                }
                default -> {
                    System.out.print(HELP);
                    return args[index].equals("--help") ? 0 : 2;
                }
            }
        }
        long start = System.nanoTime();
        CompletableFuture<Statistics> random = CompletableFuture.supplyAsync(this::runRandom);
        if (exhaustive) {
            exploreAll();
        }
        long runs = random.join().runs;
        System.out.printf(
                "RESULT states=%d states_without_symmetry=%d random_runs=%d violations=%d seconds=%d verified=%b%n",
                states, unsymmetric, runs, violations.get(), (System.nanoTime() - start) / 1_000_000_000, verified());
        return verified() ? 0 : 1;
    }

    private boolean verified() {
        return violations.get() == 0;
    }

    private void exploreAll() {
        for (Scenario scenario : List.of(
                Scenario.oneProposalTwoSettlers(2),
                Scenario.rivals(1),
                Scenario.replacement(1, 1),
                Scenario.readerAndWriter(1))) {
            Explorer.Result result = new Explorer(scenario, Machinery.PRODUCTION).run(Integer.MAX_VALUE);
            System.out.println(result.violation() == null ? result.summary() : result.story());
            states += result.states();
            unsymmetric += result.unsymmetricStates();
            violations.addAndGet(result.violation() == null ? 0 : 1);
        }
    }

    private Statistics runRandom() {
        System.out.println("random runs with six segments from seed 0x" + Long.toHexString(seed));
        Statistics total = new Statistics();
        RandomExplorer.Failure failure = RandomExplorer.ofProduction().run(seed, randomRuns, total);
        System.out.println(total);
        if (failure != null) {
            System.out.println(failure);
            violations.incrementAndGet();
        }
        return total;
    }
}
