package dev.sextant.bench.suite;

import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.contender.Unable;
import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.load.Result;
import dev.sextant.bench.load.Round;
import dev.sextant.bench.load.workload.WorkloadSettings;
import dev.sextant.bench.report.Absent;
import dev.sextant.bench.report.Entrant;
import dev.sextant.bench.report.Trial;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Runs workloads on contenders that are open side by side, in rounds that go from one to the next, so that whatever the machine does
 * meanwhile meets all of them. Keeps who took part, who could not, and what was wrong. For one thread.
 */
final class Comparison {
    /** Of rounds after the first, where all is warm but what the others have pushed out. */
    private static final Duration WARM_AGAIN = Duration.ofMillis(500);

    private static final double MILLI = 1e-3;

    private final Path directory;
    private final Contenders contenders;
    private final PrintStream out;
    private final Set<Entrant> entrants = new LinkedHashSet<>();
    private final Map<String, Absent> absent = new LinkedHashMap<>();
    private boolean right = true;
    private int opened;

    /**
     * @param directory for all they write, on the disk that is measured
     * @param out who is told as it goes on
     */
    Comparison(Path directory, Contenders contenders, PrintStream out) {
        this.directory = directory;
        this.contenders = contenders;
        this.out = out;
    }

    /** Who took part so far. */
    List<Entrant> entrants() {
        return List.copyOf(entrants);
    }

    /** Who could not so far. */
    List<Absent> absent() {
        return List.copyOf(absent.values());
    }

    /** Whether this engine did all it was asked to, and held what its clients were told. What peers do wrong is a note in the report. */
    boolean isRight() {
        return right;
    }

    /**
     * Runs one workload.
     *
     * @param names of the contenders
     * @param plans one for each number of clients; the warm-up of each is before its first round
     * @param rounds how often each is run
     */
    Trial run(
            String workload,
            WorkloadSettings settings,
            List<String> names,
            List<LoadPlan> plans,
            ToIntFunction<LoadPlan> rounds)
            throws Exception {
        List<String> notes = new ArrayList<>();
        List<Combatant> open = new ArrayList<>();
        try {
            for (String name : names) {
                open(name, workload, settings, notes).ifPresent(open::add);
            }
            String description =
                    open.isEmpty() ? "nobody could run it" : open.get(0).description();
            out.println("\n" + workload + ": " + description);
            List<Result> results = new ArrayList<>();
            for (LoadPlan plan : plans) {
                results.addAll(alternate(workload, open, plan, rounds.applyAsInt(plan), notes));
            }
            for (Combatant combatant : open) {
                look(combatant, notes);
            }
            return new Trial(workload, description, results, notes);
        } finally {
            for (Combatant combatant : open) {
                combatant.close();
            }
        }
    }

    private Optional<Combatant> open(String name, String workload, WorkloadSettings settings, List<String> notes) {
        Optional<ContenderFactory> factory = contenders.named(name);
        if (factory.isEmpty()) {
            away(name, "it is not on the class path (./dev bench takes peers in by the Maven profile 'peers')");
            return Optional.empty();
        }
        try {
            Path place = directory.resolve(opened++ + "-" + name);
            Combatant combatant = Combatant.open(factory.get(), place, workload, settings);
            entrants.add(combatant.entrant());
            return Optional.of(combatant);
        } catch (Unable unable) {
            note(name + " cannot: " + unable.getMessage(), notes);
        } catch (Exception failure) {
            failed(name, failure);
            away(name, "it could not be opened and loaded: " + failure);
        }
        return Optional.empty();
    }

    private void away(String name, String why) {
        absent.put(name, new Absent(name, why));
        out.println(name + " is not here: " + why);
    }

    private void note(String note, List<String> notes) {
        notes.add(note);
        out.println(note);
    }

    private void failed(String name, Exception failure) {
        if (name.startsWith(Contenders.ONE_WRITER)) {
            right = false;
            failure.printStackTrace(out);
        }
    }

    /** Who fails leaves the field. */
    private List<Result> alternate(String workload, List<Combatant> open, LoadPlan plan, int rounds, List<String> notes)
            throws Exception {
        Map<String, Result> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            LoadPlan now =
                    round == 0 ? plan : new LoadPlan(plan.clients(), WARM_AGAIN, plan.measured(), plan.perSecond());
            for (Combatant combatant : List.copyOf(open)) {
                Optional<Round> measured = run(combatant, now, notes);
                if (measured.isEmpty()) {
                    open.remove(combatant);
                    combatant.close();
                } else {
                    Result result = new Result(
                            combatant.name(), workload, plan.clients(), plan.perSecond(), List.of(measured.get()));
                    results.merge(combatant.name(), result, Result::plus);
                }
            }
        }
        results.values().forEach(this::tell);
        return List.copyOf(results.values());
    }

    private Optional<Round> run(Combatant combatant, LoadPlan plan, List<String> notes) {
        try {
            return Optional.of(combatant.run(plan));
        } catch (Unable unable) {
            note(combatant.name() + " cannot: " + unable.getMessage(), notes);
        } catch (Exception failure) {
            failed(combatant.name(), failure);
            note(combatant.name() + " failed with " + plan.clients() + " clients: " + failure, notes);
        }
        return Optional.empty();
    }

    private void look(Combatant combatant, List<String> notes) {
        try {
            for (String finding : combatant.findings()) {
                right &= !combatant.name().startsWith(Contenders.ONE_WRITER);
                note(combatant.name() + ": " + finding, notes);
            }
        } catch (Exception failure) {
            failed(combatant.name(), failure);
            note(combatant.name() + " could not be looked at afterwards: " + failure, notes);
        }
    }

    private void tell(Result result) {
        out.printf(
                Locale.ROOT,
                "  %-12s %3d clients %12.1f/s (%.1f to %.1f)  p50 %.3f  p99 %.3f  p99.9 %.3f ms  gap %.1f ms  %.2f attempts%s%n",
                result.contender(),
                result.clients(),
                result.perSecond(),
                result.perSecondLeast(),
                result.perSecondMost(),
                result.responseMicros(50) * MILLI,
                result.responseMicros(99) * MILLI,
                result.responseMicros(99.9) * MILLI,
                result.longestGapMicros() * MILLI,
                result.attemptsEach(),
                result.use()
                        .map(use -> String.format(
                                Locale.ROOT,
                                "  %.2f flushes %.0f bytes each",
                                (double) use.flushes() / Math.max(1, result.done()),
                                (double) use.writtenBytes() / Math.max(1, result.done())))
                        .orElse("  (disks not told here)"));
    }
}
