package dev.sextant.replication.metrics;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.CacheStatus;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.ClusterStatus.Latency;
import dev.sextant.api.ClusterStatus.RedoLag;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Meters of one writer. */
final class WriterMeters {
    private static final String TRANSACTIONS = "transactions";
    private static final String PROPOSALS = "proposals";

    private static final Meters.Name COMMITS =
            new Meters.Name("sextant.commits", TRANSACTIONS, "Transactions with writes that committed.");
    private static final Meters.Name ROLLBACKS =
            new Meters.Name("sextant.rollbacks", TRANSACTIONS, "Transactions that were rolled back.");
    private static final Meters.Name MADE =
            new Meters.Name("sextant.proposals", PROPOSALS, "Proposals made, repeated attempts included.");
    private static final Meters.Name CONFLICTS = new Meters.Name(
            "sextant.conflicts",
            "conflicts",
            "Proposals that lost a page, and transactions that lost a row or, if serializable, what they had read.");
    private static final Meters.Name REBASES = new Meters.Name(
            "sextant.rebases", PROPOSALS, "Proposals put on top of a newer page version after a page conflict.");
    private static final Meters.Name INDETERMINATE =
            new Meters.Name("sextant.indeterminate", TRANSACTIONS, "Commits whose outcome was not known in time.");
    private static final Meters.Name SETTLED = new Meters.Name(
            "sextant.settled", PROPOSALS, "Proposals of owners that did not answer whose fate it settled.");
    private static final Meters.Name IN_DOUBT =
            new Meters.Name("sextant.indoubt", PROPOSALS, "Proposals undecided for longer than the in-doubt timeout.");
    private static final Meters.Name QUEUED =
            new Meters.Name("sextant.queued", TRANSACTIONS, "Transactions that wait for their turn to be proposed.");
    private static final Meters.Name ATTEMPTS =
            new Meters.Name("sextant.attempts", PROPOSALS, "How many proposals it took to commit a transaction.");
    private static final Meters.Name QUORUM_LATENCY = new Meters.Name(
            "sextant.quorum.latency", "seconds", "From a proposal to the vote that commits it, of late.");
    private static final Meters.Name VOTE_LATENCY = new Meters.Name(
            "sextant.vote.latency", "seconds", "From a proposal to the segment's vote, of late, late votes included.");
    private static final Meters.Name REDO_LAG = new Meters.Name(
            "sextant.redo.lag",
            "seconds",
            "How long the oldest of the peer's proposals has been waiting to be applied.");
    private static final Meters.Name REDO_PENDING = new Meters.Name(
            "sextant.redo.pending", PROPOSALS, "Proposals of the peer that are known of and not applied.");
    private static final Meters.Name CACHE_SIZE =
            new Meters.Name("sextant.cache.size", BaseUnits.BYTES, "What the pages in memory take.");
    private static final Meters.Name CACHE_GETS = new Meters.Name(
            "sextant.cache.gets", "pages", "Page reads that memory answered, and that went to a segment.");
    private static final Meters.Name CACHE_HIT_RATIO = new Meters.Name(
            "sextant.cache.hit.ratio",
            "ratio",
            "The share of page reads that memory answered since the cluster was opened.");
    private static final Meters.Name STATE = new Meters.Name(
            "sextant.writer.state", "states", "1 for the state that the writer is in, 0 for the others.");

    private final Meters meters;
    private final WriterId id;
    private final List<Tag> tags;

    private WriterMeters(Meters meters, WriterId id) {
        this.meters = meters;
        this.id = id;
        tags = List.of(
                Tag.of("writer", String.valueOf(id.slot())),
                Tag.of("zone", id.zone().name()));
    }

    static void register(Meters meters, WriterId id, int writers) {
        WriterMeters writer = new WriterMeters(meters, id);
        writer.counters();
        writer.gauges();
        writer.latencies();
        writer.cache();
        for (int slot = 0; slot < writers; slot++) {
            if (slot != id.slot()) {
                writer.lag(new WriterId(slot));
            }
        }
    }

    private List<Tag> with(String key, String value) {
        List<Tag> more = new ArrayList<>(tags);
        more.add(Tag.of(key, value));
        return more;
    }

    // ---- what it registers -----------------------------------------------------------------------------------------

    private void counters() {
        count(COMMITS, tags, Counters::commits);
        count(ROLLBACKS, tags, Counters::rollbacks);
        count(MADE, tags, Counters::proposals);
        count(CONFLICTS, with("kind", "page"), Counters::pageConflicts);
        count(CONFLICTS, with("kind", "row"), Counters::rowConflicts);
        count(CONFLICTS, with("kind", "serialization"), Counters::serializationConflicts);
        count(REBASES, tags, Counters::rebases);
        count(INDETERMINATE, tags, Counters::indeterminate);
        count(SETTLED, tags, Counters::settled);
    }

    private void count(Meters.Name name, List<Tag> own, ToLongFunction<Counters> counter) {
        meters.counter(name, own, reading(writer -> counter.applyAsLong(writer.counters())));
    }

    private void gauges() {
        for (WriterState state : WriterState.values()) {
            meters.gauge(STATE, with("state", Words.of(state)), reading(writer -> writer.state() == state ? 1 : 0));
        }
        meters.gauge(IN_DOUBT, tags, ifRunning(writer -> writer.inDoubt().count()));
        meters.gauge(QUEUED, tags, ifRunning(WriterStatus::queued));
        attempts("p50", ClusterStatus.Attempts::p50);
        attempts("p999", ClusterStatus.Attempts::p999);
        attempts("max", ClusterStatus.Attempts::max);
    }

    private void attempts(String stat, ToDoubleFunction<ClusterStatus.Attempts> value) {
        meters.gauge(ATTEMPTS, with("stat", stat), reading(writer -> {
            ClusterStatus.Attempts attempts = writer.attempts();
            return attempts.transactions() == 0 ? Double.NaN : value.applyAsDouble(attempts);
        }));
    }

    private void latencies() {
        latency(QUORUM_LATENCY, tags, WriterStatus::quorum);
        for (int index = 0; index < SegmentId.COUNT; index++) {
            SegmentId segment = new SegmentId(index);
            // The zone is that of the segment, whose votes these are.
            List<Tag> own = List.of(
                    Tag.of("writer", String.valueOf(id.slot())),
                    Tag.of("segment", String.valueOf(index)),
                    Tag.of("zone", segment.zone().name()));
            latency(VOTE_LATENCY, own, writer -> writer.votes().getOrDefault(segment, Latency.NONE));
        }
    }

    private void latency(Meters.Name name, List<Tag> own, Function<WriterStatus, Latency> latency) {
        latency(name, own, "p50", latency, Latency::p50);
        latency(name, own, "p99", latency, Latency::p99);
        latency(name, own, "max", latency, Latency::max);
    }

    private void latency(
            Meters.Name name,
            List<Tag> own,
            String stat,
            Function<WriterStatus, Latency> latency,
            Function<Latency, Duration> value) {
        List<Tag> all = new ArrayList<>(own);
        all.add(Tag.of("stat", stat));
        meters.time(name, all, ifRunning(writer -> {
            Latency now = latency.apply(writer);
            return now.count() == 0 ? Double.NaN : value.apply(now).toNanos();
        }));
    }

    private void lag(WriterId peer) {
        List<Tag> own = with("peer", String.valueOf(peer.slot()));
        meters.time(REDO_LAG, own, ifRunning(writer -> lag(writer, peer).age().toNanos()));
        meters.gauge(REDO_PENDING, own, ifRunning(writer -> lag(writer, peer).proposals()));
    }

    private static RedoLag lag(WriterStatus writer, WriterId peer) {
        return writer.peers().getOrDefault(peer, RedoLag.NONE);
    }

    private void cache() {
        meters.gauge(CACHE_SIZE, tags, ifRunning(writer -> writer.cache().sizeBytes()));
        meters.counter(
                CACHE_GETS,
                with("result", "hit"),
                reading(writer -> writer.cache().hits()));
        meters.counter(
                CACHE_GETS,
                with("result", "miss"),
                reading(writer -> writer.cache().misses()));
        meters.gauge(CACHE_HIT_RATIO, tags, reading(writer -> {
            CacheStatus cache = writer.cache();
            // Nothing by nothing is NaN: nothing was read.
            return (double) cache.hits() / (cache.hits() + cache.misses());
        }));
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    private ToDoubleFunction<ClusterStatus> reading(ToDoubleFunction<WriterStatus> value) {
        WriterId wanted = id;
        return status -> status.writers().stream()
                .filter(writer -> writer.id().equals(wanted))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** What one that does not run said last is no longer so. */
    private ToDoubleFunction<ClusterStatus> ifRunning(ToDoubleFunction<WriterStatus> value) {
        return reading(writer -> {
            boolean runs = writer.state() == WriterState.OPEN || writer.state() == WriterState.STARTING;
            return runs ? value.applyAsDouble(writer) : Double.NaN;
        });
    }
}
