package dev.sextant.replication.metrics;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.CacheStatus;
import dev.sextant.api.ClusterStatus.RedoLag;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.WriterId;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Meters of one read replica. Their names differ from those of writers, for meters of one name have the same tags. */
final class ReplicaMeters {
    private static final String PROPOSALS = "proposals";

    private static final Meters.Name STATE = new Meters.Name(
            "sextant.replica.state", "states", "1 for the state that the replica is in, 0 for the others.");
    private static final Meters.Name OPEN_TRANSACTIONS =
            new Meters.Name("sextant.replica.transactions", "transactions", "Transactions that read on it now.");
    private static final Meters.Name IN_DOUBT = new Meters.Name(
            "sextant.replica.indoubt",
            PROPOSALS,
            "Proposals whose fates it has missed for longer than they should take.");
    private static final Meters.Name REDO_LAG = new Meters.Name(
            "sextant.replica.redo.lag",
            "seconds",
            "How long the oldest of the writer's proposals has been waiting to be applied.");
    private static final Meters.Name REDO_PENDING = new Meters.Name(
            "sextant.replica.redo.pending", PROPOSALS, "Proposals of the writer that are known of and not applied.");
    private static final Meters.Name CACHE_SIZE =
            new Meters.Name("sextant.replica.cache.size", BaseUnits.BYTES, "What the replica's pages in memory take.");
    private static final Meters.Name CACHE_GETS = new Meters.Name(
            "sextant.replica.cache.gets",
            "pages",
            "The replica's page reads that memory answered, and that went to a segment.");
    private static final Meters.Name CACHE_HIT_RATIO = new Meters.Name(
            "sextant.replica.cache.hit.ratio",
            "ratio",
            "The share of the replica's page reads that memory answered since the cluster was opened.");

    private final Meters meters;
    private final ReplicaId id;
    private final List<Tag> tags;

    private ReplicaMeters(Meters meters, ReplicaId id) {
        this.meters = meters;
        this.id = id;
        tags = List.of(
                Tag.of("replica", String.valueOf(id.index())),
                Tag.of("zone", id.zone().name()));
    }

    static void register(Meters meters, ReplicaId id, int writers) {
        ReplicaMeters replica = new ReplicaMeters(meters, id);
        replica.gauges();
        replica.cache();
        for (int slot = 0; slot < writers; slot++) {
            replica.lag(new WriterId(slot));
        }
    }

    private List<Tag> with(String key, String value) {
        List<Tag> more = new ArrayList<>(tags);
        more.add(Tag.of(key, value));
        return more;
    }

    // ---- what it registers -----------------------------------------------------------------------------------------

    private void gauges() {
        for (ReplicaState state : ReplicaState.values()) {
            meters.gauge(STATE, with("state", Words.of(state)), reading(replica -> replica.state() == state ? 1 : 0));
        }
        meters.gauge(OPEN_TRANSACTIONS, tags, ifRunning(ReplicaStatus::openTransactions));
        meters.gauge(IN_DOUBT, tags, ifRunning(replica -> replica.inDoubt().count()));
    }

    private void lag(WriterId writer) {
        List<Tag> own = with("writer", String.valueOf(writer.slot()));
        meters.time(
                REDO_LAG, own, ifRunning(replica -> lag(replica, writer).age().toNanos()));
        meters.gauge(
                REDO_PENDING, own, ifRunning(replica -> lag(replica, writer).proposals()));
    }

    private static RedoLag lag(ReplicaStatus replica, WriterId writer) {
        return replica.lag().getOrDefault(writer, RedoLag.NONE);
    }

    private void cache() {
        meters.gauge(CACHE_SIZE, tags, ifRunning(replica -> replica.cache().sizeBytes()));
        meters.counter(
                CACHE_GETS,
                with("result", "hit"),
                reading(replica -> replica.cache().hits()));
        meters.counter(
                CACHE_GETS,
                with("result", "miss"),
                reading(replica -> replica.cache().misses()));
        meters.gauge(CACHE_HIT_RATIO, tags, reading(replica -> {
            CacheStatus cache = replica.cache();
            // Nothing by nothing is NaN: nothing was read.
            return (double) cache.hits() / (cache.hits() + cache.misses());
        }));
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    private ToDoubleFunction<ClusterStatus> reading(ToDoubleFunction<ReplicaStatus> value) {
        ReplicaId wanted = id;
        return status -> status.replicas().stream()
                .filter(replica -> replica.id().equals(wanted))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** What one that does not run said last is no longer so. */
    private ToDoubleFunction<ClusterStatus> ifRunning(ToDoubleFunction<ReplicaStatus> value) {
        return reading(replica -> {
            boolean runs = replica.state() == ReplicaState.OPEN || replica.state() == ReplicaState.STARTING;
            return runs ? value.applyAsDouble(replica) : Double.NaN;
        });
    }
}
