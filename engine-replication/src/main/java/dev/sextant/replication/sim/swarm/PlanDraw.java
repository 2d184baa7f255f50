package dev.sextant.replication.sim.swarm;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.Timeouts;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.workload.Workloads;
import dev.sextant.replication.sim.world.NetworkProfile;
import dev.sextant.replication.sim.world.WorldSettings;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.segment.SegmentSettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Draws what a trial is like: sizes, speeds, time-outs, limits, and what may go wrong. */
final class PlanDraw {
    static final List<String> WORKLOADS =
            new Workloads(PageFormat.DEFAULT_PAGE_SIZE_BYTES, history -> List.of()).names();

    /** So that the layout is drawn from the seed beside all else, which it does not change. */
    private static final long LAYOUT_SALT = 0x7a11_5e67L;
    /** So that replicas and what befalls them are drawn beside all else, too. */
    private static final long REPLICA_SALT = 0x4e71_1ca5L;

    private static final int MOST_REPLICAS = 2;
    /** One world in so many has no tails. */
    private static final int LAYOUT_CHANCES = 4;

    private final RandomGenerator random;

    private PlanDraw(RandomGenerator random) {
        this.random = random;
    }

    static TrialPlan draw(long seed, RandomGenerator random, TrialOptions options) {
        return new PlanDraw(random).plan(seed, options);
    }

    private TrialPlan plan(long seed, TrialOptions options) {
        // What is fixed by the caller is drawn all the same, so that the rest is what it would be without.
        String workload = pick(WORKLOADS);
        Set<FaultKind> drawn = faults();
        Set<FaultKind> faults = options.faults() == null ? drawn : options.faults();
        Random ofReplicas = new Random(seed ^ REPLICA_SALT);
        int replicas = ofReplicas.nextInt(MOST_REPLICAS + 1);
        if (options.faults() == null && replicas > 0 && !drawn.isEmpty()) {
            drawn.addAll(faults(FaultKind.Area.REPLICA, ofReplicas));
        }
        // The slower the network, the more time passes in one event; all time-outs go with it.
        long roundTripNanos = logarithmic(4 * VirtualTime.MILLI, 100 * VirtualTime.MILLI);
        WorldSettings settings = settings(seed, roundTripNanos, faults, replicas);
        return new TrialPlan(
                settings,
                options.workload() == null ? workload : options.workload(),
                1 + random.nextInt(8),
                roundTripNanos * (2 + random.nextLong(40)),
                faults,
                logarithmic(10 * roundTripNanos, 200 * roundTripNanos),
                logarithmic(10 * roundTripNanos, 300 * roundTripNanos),
                1 + random.nextInt(2),
                roundTripNanos * (300 + random.nextLong(1_500)),
                oneIn(5));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    private long logarithmic(long least, long most) {
        return (long) (least * Math.pow((double) most / least, random.nextDouble()));
    }

    /** Each kind is in or out by a coin, so that worlds differ in what they know; now and then a world is perfect. */
    private Set<FaultKind> faults() {
        EnumSet<FaultKind> drawn = EnumSet.noneOf(FaultKind.class);
        boolean none = oneIn(20);
        for (FaultKind kind : FaultKind.values()) {
            if (kind.area() != FaultKind.Area.REPLICA && random.nextBoolean() && !none) {
                drawn.add(kind);
            }
        }
        return drawn;
    }

    private static Set<FaultKind> faults(FaultKind.Area area, RandomGenerator random) {
        EnumSet<FaultKind> drawn = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            if (kind.area() == area && random.nextBoolean()) {
                drawn.add(kind);
            }
        }
        return drawn;
    }

    private WorldSettings settings(long seed, long roundTripNanos, Set<FaultKind> faults, int replicas) {
        ClusterConfig.Builder config = ClusterConfig.inMemory()
                .writers(1 + random.nextInt(4))
                .replicas(replicas)
                .timeouts(timeouts(roundTripNanos))
                .limits(limits());
        if (random.nextBoolean()) {
            config.scrubInterval(Duration.ofNanos(logarithmic(30 * roundTripNanos, 3_000 * roundTripNanos)));
        }
        if (random.nextBoolean()) {
            config.historyRetention(Duration.ofNanos(logarithmic(10 * roundTripNanos, 1_000 * roundTripNanos)));
            if (random.nextBoolean()) {
                // Readers are cut off, and writers that stand still for long are left behind; but never those that are
                // merely
                // slow, which could be cut off each time they try again.
                config.readerLimit(Duration.ofNanos(logarithmic(2_000 * roundTripNanos, 10_000 * roundTripNanos)));
            }
        }
        if (new Random(seed ^ LAYOUT_SALT).nextInt(LAYOUT_CHANCES) == 0) {
            config.allFull();
        }
        PageFormat format = new PageFormat(pick(List.of(1 << 10, 1 << 10, 2 << 10, 4 << 10, 8 << 10)));
        long cache = oneIn(3) ? logarithmic(format.pageSizeBytes() / 4, format.pageSizeBytes() * 256L) : 16L << 20;
        return new WorldSettings(
                seed,
                config.build(),
                format,
                cache,
                network(roundTripNanos, faults),
                segmentLimits(),
                roundTripNanos / 10,
                VirtualTime.MICRO * (1 + random.nextInt(50)),
                random.nextDouble());
    }

    private NetworkProfile network(long roundTripNanos, Set<FaultKind> faults) {
        double jitter = random.nextDouble();
        double drop = 0.05 * random.nextDouble();
        double duplicate = 0.05 * random.nextDouble();
        double reorder = 0.1 * random.nextDouble();
        double tail = 0.02 * random.nextDouble();
        return new NetworkProfile(
                roundTripNanos / 20,
                roundTripNanos / 3,
                jitter,
                faults.contains(FaultKind.NETWORK_DROP) ? drop : 0,
                faults.contains(FaultKind.NETWORK_DUPLICATE) ? duplicate : 0,
                faults.contains(FaultKind.NETWORK_REORDER) ? reorder : 0,
                faults.contains(FaultKind.NETWORK_DELAY) ? tail : 0,
                roundTripNanos * (1 + random.nextInt(100)));
    }

    /** Time-outs as multiples of the round trip, about as in a real cluster, and sometimes far off. */
    private Timeouts timeouts(long roundTripNanos) {
        long vote = times(roundTripNanos, 25);
        return Timeouts.builder()
                .roundTrip(Duration.ofNanos(roundTripNanos))
                .vote(Duration.ofNanos(vote))
                .inDoubt(Duration.ofNanos(vote + times(roundTripNanos, 100)))
                .settleAnswer(Duration.ofNanos(times(roundTripNanos, 25)))
                .resend(Duration.ofNanos(times(roundTripNanos, 50)))
                .hedge(Duration.ofNanos(times(roundTripNanos, 10)))
                .decidedFlush(Duration.ofNanos(times(roundTripNanos, 1)))
                .gossip(Duration.ofNanos(times(roundTripNanos, 25)))
                .heartbeat(Duration.ofNanos(2 * times(roundTripNanos, 50)))
                .journal(Duration.ofNanos(times(roundTripNanos, 20)))
                .silence(Duration.ofNanos(times(roundTripNanos, 1_000) + roundTripNanos * 400))
                .commit(Duration.ofNanos(times(roundTripNanos, 2_000)))
                .read(Duration.ofNanos(times(roundTripNanos, 2_000)))
                .build();
    }

    private long times(long roundTripNanos, long usual) {
        return roundTripNanos * usual * (1 + random.nextInt(4)) / 2;
    }

    private Limits limits() {
        Limits.Builder limits = Limits.builder();
        if (oneIn(3)) {
            limits.undecidedProposals(1 + random.nextInt(64));
        }
        if (oneIn(4)) {
            limits.groupTransactions(1 + random.nextInt(4));
        }
        if (oneIn(4)) {
            limits.segmentBatch(1 + random.nextInt(8));
        }
        return limits.keyBytes(128).build();
    }

    private SegmentSettings.Limits segmentLimits() {
        SegmentSettings.Limits usual = SegmentSettings.Limits.DEFAULT;
        if (random.nextBoolean()) {
            return usual;
        }
        return new SegmentSettings.Limits(
                16 + random.nextInt(64),
                1_000 + random.nextInt(1 << 16),
                16 + random.nextInt(64),
                1 + random.nextInt(8),
                1 + random.nextInt(4),
                random.nextInt(64),
                1 + random.nextInt(16),
                2 + random.nextInt(16),
                1 + random.nextInt(64),
                1 + random.nextInt(64),
                1 + random.nextInt(8));
    }

    static String describe(TrialPlan plan) {
        WorldSettings settings = plan.settings();
        return String.format(
                Locale.ROOT,
                "%s%s writers=%d replicas=%d clients=%d layout=%s page=%d cache=%d round_trip_ms=%.1f safety_s=%.1f faults=%s",
                plan.reckless() ? "reckless " : "",
                plan.workload(),
                settings.config().writers(),
                settings.config().replicas(),
                plan.clients(),
                settings.config()
                        .segmentLayout()
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-'),
                settings.pageFormat().pageSizeBytes(),
                settings.cacheSizeBytes(),
                settings.config().timeouts().roundTrip().toNanos() / 1e6,
                plan.safetyNanos() / 1e9,
                labels(plan.faults()));
    }

    private static String labels(Set<FaultKind> kinds) {
        return kinds.stream()
                .map(FaultKind::label)
                .reduce((a, b) -> a + "," + b)
                .orElse("none");
    }
}
