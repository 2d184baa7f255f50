package dev.sextant.bench.mutant;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs seed after seed with a mutant in the world until something is wrong there, mutant after mutant. */
final class MutantHunt {

    private final Settings settings;
    private final PrintStream out;

    /**
     * How to hunt.
     *
     * @param simulator the class to run, see {@link LoadedWorld}
     * @param firstSeed of every hunt
     * @param maxSeeds run at most for one mutant
     * @param seedSeconds after which a run is taken to have no end, which is a catch
     * @param threads how many hunts at a time
     */
    record Settings(String simulator, long firstSeed, int maxSeeds, int seedSeconds, int threads) {}

    MutantHunt(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Hunts all of them and tells the table and the result; true if each was caught. */
    boolean hunt(List<Mutant> mutants) {
        out.println(Hunted.HEADER);
        List<Hunted> all = runAll(mutants);
        int caught = (int) all.stream().filter(Hunted::caught).count();
        int most = all.stream()
                .filter(Hunted::caught)
                .mapToInt(Hunted::seeds)
                .max()
                .orElse(0);
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).caught()) {
                out.println("not caught: " + mutants.get(i).name() + ". "
                        + mutants.get(i).sentence() + " It shows when: "
                        + mutants.get(i).world());
            }
        }
        out.println("RESULT mutants=" + all.size() + " caught=" + caught + " most_seeds=" + most);
        return caught == all.size();
    }

    /** Hunts the product as it is, to show that it is not the simulator that is wrong; true if nothing was found. */
    boolean control() {
        Hunted control = hunt(Mutant.named("(none: the control)").none(), Map.of());
        out.println(control.row());
        out.println("CONTROL seeds=" + control.seeds() + " failures=" + (control.caught() ? 1 : 0));
        return !control.caught();
    }

    private List<Hunted> runAll(List<Mutant> mutants) {
        ExecutorService hunters = Executors.newFixedThreadPool(settings.threads(), MutantHunt::daemon);
        try (MutantCompiler compiler = new MutantCompiler()) {
            List<Future<Hunted>> running = new ArrayList<>();
            mutants.forEach(mutant -> running.add(hunters.submit(() -> tell(hunt(mutant, compiler)))));
            List<Hunted> all = new ArrayList<>();
            for (Future<Hunted> each : running) {
                all.add(each.get());
            }
            return all;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a hunt did not end", e);
        } finally {
            hunters.shutdownNow();
        }
    }

    private Hunted tell(Hunted hunted) {
        out.println(hunted.row());
        return hunted;
    }

    private Hunted hunt(Mutant mutant, MutantCompiler compiler) {
        try {
            return hunt(mutant, compiler.compile(mutant));
        } catch (BrokenMutantException broken) {
            return new Hunted(mutant.name(), 0, null, String.valueOf(broken.getMessage()), 0);
        }
    }

    private Hunted hunt(Mutant mutant, Map<String, byte[]> mutated) {
        Hunter hunter = mutant.hunter();
        long begun = System.nanoTime();
        LoadedWorld world = new LoadedWorld(hunter.className(settings.simulator()), mutated, mutant.workload());
        int most = hunter.runsOfASeed() * settings.maxSeeds();
        String failure = null;
        int seeds = 0;
        while (failure == null && seeds < most) {
            long seed = settings.firstSeed() + seeds++;
            failure = failureOf(world, seed);
            failure = failure == null ? null : hunter.prefix() + "seed " + seed + ": " + failure;
        }
        return new Hunted(mutant.name(), seeds, failure, null, (System.nanoTime() - begun) / 1e9);
    }

    /** A run of its own thread, since a bug may keep it from ending; such a thread is left behind. */
    private @Nullable String failureOf(LoadedWorld world, long seed) {
        ExecutorService runner = Executors.newSingleThreadExecutor(MutantHunt::daemon);
        try {
            return runner.submit(() -> world.failureOf(seed)).get(settings.seedSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException endless) {
            return "no end within " + settings.seedSeconds() + " s";
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("seed " + seed + " could not be run", e);
        } finally {
            runner.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mutant hunt");
        thread.setDaemon(true);
        return thread;
    }
}
