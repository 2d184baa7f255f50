package dev.sextant.replication.sim;

import dev.sextant.api.Cluster;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Timeouts;
import dev.sextant.api.spi.Check;
import dev.sextant.replication.sim.fault.FaultCounts;
import dev.sextant.replication.sim.fault.FaultPlan;
import dev.sextant.replication.sim.world.NetworkProfile;
import dev.sextant.replication.sim.world.World;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster in virtual time, with application code on it and faults as a plan tells them. Everything that could differ
 * between two runs is drawn from the seed: the same seed, settings and code give the same run.
 *
 * <pre>{@code
 * try (Simulation simulation = Simulation.seeded(17).writers(3).faults(plan).start()) {
 *     Shop shop = new Shop(simulation.cluster());
 *     simulation.client("alice", me -> shop.order("alice", "apple"));
 *     simulation.client("bob", me -> shop.order("bob", "pear"));
 *     simulation.run();
 * }
 * }</pre>
 *
 * <p><b>Virtual time:</b> only what the simulation does takes time: messages, disks, pauses. Application code takes none.
 * {@code System.currentTimeMillis}, {@code Thread.sleep} and other threads are not simulated; give the application
 * {@link #clock()} and {@link SimulatedClient#pause}.
 *
 * <p><b>Threads:</b> each client has a thread of its own, but exactly one thread runs at any time: the one that
 * {@linkplain Builder#start started} the simulation, which drives it, or one client. No other thread may use the simulation
 * or its cluster; where it would wait it gets an {@link IllegalStateException}. Application code needs no locks for what
 * its clients share, and must not hold one across a call that waits.
 *
 * <p>Blocking calls of the API by the driving thread let the world go on, clients included, until they return. What Sextant
 * itself calls, such as a codec, must not wait.
 */
public final class Simulation implements AutoCloseable {
    private final Settings settings;
    private final Turns turns = new Turns();
    private final World world;
    private final SimCluster cluster;
    private final SplittableRandom clientSeeds;
    private final RandomGenerator ownRandom;
    private final Clock clock;
    private long startNanos;
    private boolean closed;

    /** What it is started with. */
    private record Settings(
            long seed,
            ClusterConfig config,
            NetworkProfile network,
            FaultPlan faults,
            List<Consumer<? super World>> nemeses,
            Duration runLimit,
            @Nullable Consumer<? super String> trace) {}

    private Simulation(Settings settings) {
        this.settings = settings;
        clientSeeds = new SplittableRandom(~settings.seed());
        ownRandom = clientSeeds.split();
        world = new World(
                Defaults.world(settings.seed(), settings.config(), settings.network()), settings.trace(), turns);
        turns.begin(world.time());
        cluster = new SimCluster(world, turns);
        clock = new SimulatedClock(this::now);
    }

    private void open() {
        long limit = settings.config().timeouts().open().toNanos();
        boolean opened = world.time().runUntil(world.time().nowNanos() + limit, world::isHealthy);
        Check.state(opened, "a cluster without faults opens in time");
        startNanos = world.time().nowNanos();
        PlanRunner.start(settings.faults(), world);
        settings.nemeses().forEach(nemesis -> nemesis.accept(world));
    }

    /** What is simulated is told to a builder first; the seed decides everything that is left to chance. */
    public static Builder seeded(long seed) {
        return new Builder(seed);
    }

    // ---- what is in it ---------------------------------------------------------------------------------------------

    /** The seed. */
    public long seed() {
        return settings.seed();
    }

    /**
     * The cluster, for the application. Its faults can also be made by hand, beside those of the plan. Closing it ends the
     * writers, not the simulation.
     */
    public Cluster cluster() {
        return cluster;
    }

    /** The virtual time since the start. */
    public Duration now() {
        return Duration.ofNanos(world.time().nowNanos() - startNanos);
    }

    /** A clock that shows virtual time, for applications that ask for one; every simulation starts at the same instant. */
    public Clock clock() {
        return clock;
    }

    /** Which kinds of faults have hit something so far, and how often. */
    public FaultCounts faultCounts() {
        return world.bitten();
    }

    /** Equal in two runs in which the same happened at the same times. */
    public long fingerprint() {
        return world.trace().fingerprint();
    }

    /** Randomness for the driving thread, drawn from the seed; clients have {@linkplain SimulatedClient#random their own}. */
    public RandomGenerator random() {
        return ownRandom;
    }

    // ---- clients ---------------------------------------------------------------------------------------------------

    /**
     * Starts a client. It takes its first step at the present virtual time, but not before the caller waits or calls
     * {@link #run}.
     *
     * @param name for messages; each client has another one
     * @throws IllegalArgumentException if there is one of that name
     */
    public SimulatedClient client(String name, SimulatedWork work) {
        Objects.requireNonNull(work, "work");
        turns.caller();
        Check.state(!closed, "a closed simulation starts no clients");
        boolean taken = turns.clients().stream().anyMatch(other -> other.name().equals(name));
        Check.argument(!taken, "there is a client " + name + " already; give each another name");
        ClientThread client = new ClientThread(turns, name, work, clientSeeds.split());
        turns.add(client);
        return client;
    }

    /** Pauses in virtual time: a client until its turn comes again, the driving thread by letting the world go on. */
    public void pause(Duration time) {
        turns.pause(time.toNanos());
    }

    // ---- letting it go on ------------------------------------------------------------------------------------------

    /**
     * Lets the world go on until all clients have ended, those that they start included.
     *
     * @throws SimulationFailure if a client throws something, which is the cause; if clients have not ended after
     *     {@link Builder#runLimit}, with where each of them waits; or if the nodes contradict each other, which is a bug of
     *     Sextant
     */
    public void run() {
        boolean ended = go(settings.runLimit(), turns::allEnded);
        if (!ended) {
            throw failure("after " + settings.runLimit() + " of virtual time (runLimit) " + stuck(), null);
        }
    }

    /**
     * Lets the world go on for a while, whether clients end or not.
     *
     * @throws SimulationFailure if a client throws something, or if the nodes contradict each other
     */
    public void runFor(Duration time) {
        go(time, () -> false);
    }

    /**
     * Lets the world go on until a condition holds. It is looked at after each event and must change nothing.
     *
     * @throws SimulationFailure as {@link #run}, if the condition does not hold after {@link Builder#runLimit}
     */
    public void runUntil(BooleanSupplier condition) {
        if (!go(settings.runLimit(), condition)) {
            throw failure(
                    "after " + settings.runLimit() + " of virtual time (runLimit) the condition does not hold; "
                            + stuck(),
                    null);
        }
    }

    private boolean go(Duration limit, BooleanSupplier condition) {
        turns.checkDriver();
        long deadline = world.time().nowNanos() + limit.toNanos();
        boolean over = world.time().runUntil(deadline, () -> turns.anyFailed() || condition.getAsBoolean());
        for (ClientThread client : turns.clients()) {
            Throwable thrown = client.failure();
            if (thrown != null) {
                throw failure("client " + client + " failed before " + now() + ": " + thrown, thrown);
            }
        }
        if (!world.contradictions().isEmpty()) {
            throw failure("Sextant broke a promise: " + world.contradictions(), null);
        }
        return over;
    }

    private String stuck() {
        return turns.clients().stream()
                .filter(client -> !client.hasEnded())
                .map(client -> "client " + client + " waits " + Whereabouts.of(client.thread()))
                .collect(Collectors.joining("; "));
    }

    private SimulationFailure failure(String happened, @Nullable Throwable cause) {
        return new SimulationFailure(
                settings.seed(), happened, settings.faults().toString(), cause);
    }

    /**
     * Ends all clients that are still at work, each by a {@link SimulationClosedError} in the call in which it waits, and the
     * cluster. Closing twice does nothing.
     *
     * @throws IllegalStateException if a client or another thread calls it
     */
    @Override
    public void close() {
        Check.state(turns.caller() == null, "a client does not close the simulation it is in");
        if (!closed) {
            closed = true;
            turns.close();
            cluster.close();
        }
    }

    // ---- settings --------------------------------------------------------------------------------------------------

    /** Collects what is simulated. Not thread safe; may start any number of simulations, which are all alike. */
    public static final class Builder {
        private final long seed;
        private UnaryOperator<ClusterConfig.Builder> config = builder -> builder;
        private NetworkProfile network = Defaults.NETWORK;
        private FaultPlan faults = FaultPlan.story();
        private List<Consumer<? super World>> nemeses = List.of();
        private Duration runLimit = Defaults.RUN_LIMIT;
        private @Nullable Consumer<? super String> trace;

        private Builder(long seed) {
            this.seed = seed;
        }

        /** The seed. */
        public long seed() {
            return seed;
        }

        /**
         * Starts it: returns when all segments and writers are up, which is the time 0 of plans and of
         * {@link Simulation#now}. The calling thread is the one that drives it.
         *
         * @throws dev.sextant.api.ConfigurationException if a setting is not acceptable
         * @throws IllegalArgumentException if the plan is about writers that are not there
         */
        public Simulation start() {
            ClusterConfig built = config.apply(ClusterConfig.inMemory()).build();
            faults.checkFits(built.writers());
            Simulation simulation =
                    new Simulation(new Settings(seed, built, network, faults, nemeses, runLimit, trace));
            simulation.open();
            return simulation;
        }

        /** The number of writers; 3 unless told otherwise. */
        public Builder writers(int count) {
            return config(builder -> builder.writers(count));
        }

        /** How long the engine waits for what, in virtual time. */
        public Builder timeouts(Timeouts timeouts) {
            return config(builder -> builder.timeouts(timeouts));
        }

        /** Changes the cluster's configuration; its directory and its link latency mean nothing here. */
        public Builder config(UnaryOperator<ClusterConfig.Builder> change) {
            UnaryOperator<ClusterConfig.Builder> former = config;
            config = builder -> change.apply(former.apply(builder));
            return this;
        }

        /** What happens to every message; without it none is lost, and each takes a part of a millisecond. */
        public Builder network(NetworkProfile profile) {
            network = Objects.requireNonNull(profile, "network");
            return this;
        }

        /** What goes wrong, and when; replaces a plan that was given before. */
        public Builder faults(FaultPlan plan) {
            faults = Objects.requireNonNull(plan, "faults");
            return this;
        }

        /**
         * Something else that does harm: it is called once at the start, on the driving thread, and puts what it does into
         * the queue of the world's time. It draws from the seed, if at all.
         */
        public Builder nemesis(Consumer<? super World> nemesis) {
            List<Consumer<? super World>> more = new ArrayList<>(nemeses);
            more.add(nemesis);
            nemeses = List.copyOf(more);
            return this;
        }

        /** How much virtual time {@link Simulation#run} gives the clients to end; 10 minutes unless told otherwise. */
        public Builder runLimit(Duration limit) {
            Check.argument(!limit.isNegative() && !limit.isZero(), "a limit is positive, not " + limit);
            runLimit = limit;
            return this;
        }

        /** Who gets a line for everything that happens. */
        public Builder trace(Consumer<? super String> lines) {
            trace = Objects.requireNonNull(lines, "trace");
            return this;
        }
    }
}
