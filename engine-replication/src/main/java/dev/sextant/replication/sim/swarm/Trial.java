package dev.sextant.replication.sim.swarm;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.Database;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.replication.sim.check.Anomaly;
import dev.sextant.replication.sim.check.EdnHistory;
import dev.sextant.replication.sim.check.ListAppendChecker;
import dev.sextant.replication.sim.check.ObservedTransaction;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.workload.Workload;
import dev.sextant.replication.sim.workload.WorkloadContext;
import dev.sextant.replication.sim.workload.Workloads;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One seed's world from its beginning to its end: first clients work while things go wrong (safety), then everything is healed and
 * every client must get on (liveness), then all segments must be of one mind and what clients saw is checked.
 */
public final class Trial {
    /** In which a new volume opens, in round trips, as all that follows. */
    private static final long OPEN = 4_000;
    /** In which every client must commit something after the healing, and every segment be whole. */
    private static final long PROGRESS = 10_000;
    /** In which segments must agree once nothing is going on any more. */
    private static final long CONVERGENCE = 10_000;
    /** In which the last steps of clients must end. */
    private static final long IDLE = 10_000;

    private static final int MOST_BLOWS = 3;
    private static final long REPLICA_SALT = 0x4ead_e45L;
    /** Of the transactions that only read, in worlds with replicas. */
    private static final int READ_ELSEWHERE_PERCENT = 60;

    private static final long LEAST_ROUND_TRIP_NANOS = 10 * VirtualTime.MILLI;
    private static final long LOOK_NANOS = 50 * VirtualTime.MILLI;
    private static final int MOST_FRAMES = 12;

    private final long seed;
    private final TrialOptions options;
    private final TrialPlan plan;
    private final World world;
    private final Workload workload;
    private final Nemesis nemesis;
    private final ReplicaAfflictions replicas;
    private final SplittableRandom ofReplicas;
    private final LastResort lastResort;
    private final Blow blow;
    private final int blows;
    private final ClientLoops loops;
    private final Context context;
    private final List<String> anomalies = new ArrayList<>();
    private final List<String> stuck = new ArrayList<>();

    private Trial(long seed, TrialOptions options) {
        this.seed = seed;
        this.options = options;
        SplittableRandom root = new SplittableRandom(seed);
        plan = PlanDraw.draw(seed, root.split(), options);
        world = new World(plan.settings(), options.trace(), null);
        Workloads workloads = new Workloads(plan.settings().pageFormat().pageSizeBytes(), this::checkLists);
        workload = workloads.create(plan.workload());
        RandomGenerator mishaps = root.split();
        context = new Context(root.split());
        loops = new ClientLoops(world.time(), root.split(), workload, plan.clients(), plan.thinkNanos());
        RandomGenerator last = root.split();
        blow = new Blow(world, last);
        blows = last.nextInt(MOST_BLOWS + 1);
        nemesis = new Nemesis(world, plan, mishaps, root.split());
        ofReplicas = new SplittableRandom(seed ^ REPLICA_SALT);
        replicas = new ReplicaAfflictions(world, plan, ofReplicas.split());
        lastResort = new LastResort(world, root.split(), condition -> await(PROGRESS, condition));
    }

    /** Runs the trial of a seed. */
    public static TrialResult run(long seed, TrialOptions options) {
        return new Trial(seed, options).run();
    }

    private TrialResult run() {
        try {
            phases();
        } catch (RuntimeException | Error bug) {
            anomalies.add("a bug shows itself at " + world.time().nowNanos() / VirtualTime.MICRO + " us: " + text(bug));
        }
        anomalies.addAll(world.contradictions());
        return new TrialResult(
                seed,
                PlanDraw.describe(plan),
                world.time().nowNanos(),
                world.time().eventCount(),
                world.commits(),
                world.slots().stream().mapToLong(WriterSlot::handedOver).sum(),
                loops.unknown(),
                world.bitten(),
                anomalies,
                stuck,
                world.trace().fingerprint());
    }

    private void phases() {
        if (!await(OPEN, world::isHealthy)) {
            stuck.add("a new volume does not open in " + seconds(OPEN) + " s");
            return;
        }
        workload.setUp(context);
        // A session is promised what it has seen, not what others did before; so let everybody see the beginning.
        if (!await(OPEN, this::seeTheSame)) {
            stuck.add("writers of a new volume do not come to see the same");
            return;
        }
        loops.start();
        nemesis.start();
        replicas.start();
        world.time().runFor(plan.safetyNanos());
        replicas.heal();
        nemesis.heal();
        if ((getOn() || getOnRepaired()) && bearBlows() && fallIdle()) {
            converge();
        }
        if (plan.reckless() && !lastResort.hasRepaired()) {
            // Where it stands still, what nodes told each other has been judged, and what clients saw has not.
            stuck.clear();
        }
    }

    private long nanos(long roundTrips) {
        long roundTrip = plan.settings().config().timeouts().roundTrip().toNanos();
        return roundTrips * Math.max(LEAST_ROUND_TRIP_NANOS, roundTrip);
    }

    private long seconds(long roundTrips) {
        return nanos(roundTrips) / VirtualTime.SECOND;
    }

    private boolean seeTheSame() {
        return Stream.concat(
                                world.slots().stream()
                                        .map(slot -> slot.current().report().readPoint()),
                                world.replicas().stream()
                                        .map(place -> place.current().report().readPoint()))
                        .distinct()
                        .count()
                == 1;
    }

    private List<String> checkLists(List<ObservedTransaction> history) {
        if (options.history() != null) {
            EdnHistory.write(history, options.history());
        }
        return ListAppendChecker.check(history).stream().map(Anomaly::toString).toList();
    }

    private boolean await(long roundTrips, BooleanSupplier condition) {
        long deadline = world.time().nowNanos() + nanos(roundTrips);
        while (!condition.getAsBoolean()) {
            if (world.time().nowNanos() >= deadline) {
                return false;
            }
            world.time().runFor(LOOK_NANOS);
            throwFailure();
        }
        return true;
    }

    private void throwFailure() {
        Throwable failure = loops.failure();
        if (failure != null) {
            throw new AssertionError("a client's step failed: " + failure, failure);
        }
    }

    private boolean getOn() {
        long[] before = loops.committed();
        boolean progress =
                await(PROGRESS, () -> loops.idleSince(before).isEmpty() && nemesis.isHealed() && world.isHealthy());
        if (!progress) {
            stuck.add("after the healing clients " + loops.idleSince(before) + " commit nothing in " + seconds(PROGRESS)
                    + " s, in a step are " + loops.busy() + "; " + new Convergence(world).state());
        }
        return progress;
    }

    /** Where it stands still because something is in doubt for good, a person repairs it, and then everybody gets on. */
    private boolean getOnRepaired() {
        if (plan.reckless() && lastResort.repair()) {
            stuck.clear();
            return getOn();
        }
        return false;
    }

    /** Once nobody abstains any more, a zone's worth of segments and a writer may be gone and all clients get on. */
    private boolean bearBlows() {
        for (int i = 0; i < blows; i++) {
            if (!await(PROGRESS, nemesis::isWhole)) {
                stuck.add("segments that were replaced still abstain; " + new Convergence(world).state());
                return false;
            }
            blow.strike();
            long[] before = loops.committed();
            if (!await(PROGRESS, () -> loops.idleSince(before).isEmpty())) {
                stuck.add("with four segments clients " + loops.idleSince(before) + " commit nothing in "
                        + seconds(PROGRESS) + " s, in a step are " + loops.busy() + "; "
                        + new Convergence(world).state());
                return false;
            }
            blow.over();
            if (!getOn()) {
                return false;
            }
        }
        return true;
    }

    private boolean fallIdle() {
        loops.stop();
        boolean idle = await(IDLE, loops::isIdle);
        if (!idle) {
            stuck.add("a step does not end in " + seconds(IDLE) + " s");
        }
        return idle;
    }

    private void converge() {
        workload.finish();
        throwFailure();
        if (!lastResort.mayHaveLost()) {
            anomalies.addAll(workload.anomalies());
        }
        Convergence convergence = new Convergence(world);
        if (await(CONVERGENCE, convergence::isReached)) {
            anomalies.addAll(convergence.differences());
        } else {
            stuck.add("segments do not converge: " + convergence.state());
        }
    }

    private static String text(Throwable bug) {
        StringWriter text = new StringWriter();
        bug.printStackTrace(new PrintWriter(text));
        return text.toString()
                .lines()
                .limit(MOST_FRAMES)
                .map(String::strip)
                .reduce((a, b) -> a + " / " + b)
                .orElse("");
    }

    private final class Context implements WorkloadContext {
        private final RandomGenerator random;

        Context(RandomGenerator random) {
            this.random = random;
        }

        @Override
        public int clients() {
            return plan.clients();
        }

        @Override
        public int writers() {
            return world.slots().size();
        }

        @Override
        public Database database() {
            return world.database();
        }

        @Override
        public Database database(WriterId writer) {
            return world.database(writer);
        }

        @Override
        public Database readers() {
            return world.clients().readers();
        }

        @Override
        public boolean readsElsewhere() {
            return !world.replicas().isEmpty() && ofReplicas.nextInt(100) < READ_ELSEWHERE_PERCENT;
        }

        @Override
        public CompletionStage<BacktrackReport> backtrack(ReadPoint target) {
            return world.clients().backtrackAsync(target);
        }

        @Override
        public VirtualTime time() {
            return world.time();
        }

        @Override
        public RandomGenerator random() {
            return random;
        }
    }
}
