package dev.sextant.api;

import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.ClusterStatus.Latency;
import dev.sextant.api.ClusterStatus.Outage;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.spi.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a cluster's health into JSON: identities are numbers, times are nanoseconds, and what is not known is null. */
final class HealthJson {
    private HealthJson() {}

    static String of(ClusterHealth health) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdict", health.verdict().name());
        json.put("writable", health.writable());
        json.put("readable", health.readable());
        json.put("reasons", health.reasons().stream().map(HealthJson::reason).toList());
        json.put("segmentsUp", health.status().segmentsUp());
        json.put(
                "writers",
                health.status().writers().stream().map(HealthJson::of).toList());
        json.put(
                "segments",
                health.status().segments().stream().map(HealthJson::of).toList());
        json.put(
                "replicas",
                health.status().replicas().stream().map(HealthJson::of).toList());
        return Json.of(json);
    }

    private static Map<String, Object> reason(ClusterHealth.Reason reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("problem", reason.problem().name());
        json.put("message", reason.message());
        return json;
    }

    // ---- writers ---------------------------------------------------------------------------------------------------

    private static Map<String, Object> of(WriterStatus writer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("writer", writer.id().slot());
        json.put("zone", writer.zone().name());
        json.put("state", writer.state().name());
        json.put("incarnation", writer.incarnation());
        json.put("readPoint", writer.readPoint().toString());
        json.put("queued", writer.queued());
        json.put("counters", counters(writer.counters()));
        json.put("attempts", attempts(writer.attempts()));
        json.put("inDoubt", inDoubt(writer.inDoubt()));
        json.put("quorum", latency(writer.quorum()));
        json.put("votes", votes(writer));
        json.put("redoLag", redoLag("peer", writer.peers()));
        json.put("cache", cache(writer.cache()));
        return json;
    }

    private static Map<String, Object> cache(ClusterStatus.CacheStatus cache) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sizeBytes", cache.sizeBytes());
        json.put("hits", cache.hits());
        json.put("misses", cache.misses());
        return json;
    }

    private static Map<String, Object> counters(Counters counters) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("commits", counters.commits());
        json.put("rollbacks", counters.rollbacks());
        json.put("proposals", counters.proposals());
        json.put("pageConflicts", counters.pageConflicts());
        json.put("rowConflicts", counters.rowConflicts());
        json.put("serializationConflicts", counters.serializationConflicts());
        json.put("rebases", counters.rebases());
        json.put("indeterminate", counters.indeterminate());
        json.put("settled", counters.settled());
        return json;
    }

    private static Map<String, Object> attempts(ClusterStatus.Attempts attempts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("transactions", attempts.transactions());
        json.put("p50", attempts.p50());
        json.put("p999", attempts.p999());
        json.put("max", attempts.max());
        return json;
    }

    private static Map<String, Object> inDoubt(ClusterStatus.InDoubt inDoubt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", inDoubt.count());
        json.put("oldest", inDoubt.oldest().stream().map(ProposalId::toString).toList());
        return json;
    }

    private static Map<String, Object> latency(Latency latency) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", latency.count());
        json.put("p50Nanos", latency.p50().toNanos());
        json.put("p99Nanos", latency.p99().toNanos());
        json.put("maxNanos", latency.max().toNanos());
        return json;
    }

    private static List<Object> votes(WriterStatus writer) {
        List<Object> json = new ArrayList<>();
        new TreeMap<>(writer.votes()).forEach((segment, latency) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("segment", segment.index());
            one.putAll(latency(latency));
            json.add(one);
        });
        return json;
    }

    private static List<Object> redoLag(String whom, Map<WriterId, ClusterStatus.RedoLag> lags) {
        List<Object> json = new ArrayList<>();
        new TreeMap<>(lags).forEach((peer, lag) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put(whom, peer.slot());
            one.put("proposals", lag.proposals());
            one.put("ageNanos", lag.age().toNanos());
            json.add(one);
        });
        return json;
    }

    // ---- replicas --------------------------------------------------------------------------------------------------

    private static Map<String, Object> of(ReplicaStatus replica) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("replica", replica.id().index());
        json.put("zone", replica.zone().name());
        json.put("state", replica.state().name());
        json.put("startingForNanos", replica.startingFor().toNanos());
        json.put("readPoint", replica.readPoint().toString());
        json.put("openTransactions", replica.openTransactions());
        json.put("inDoubt", inDoubt(replica.inDoubt()));
        json.put("redoLag", redoLag("writer", replica.lag()));
        json.put("cache", cache(replica.cache()));
        return json;
    }

    // ---- segments --------------------------------------------------------------------------------------------------

    private static Map<String, @Nullable Object> of(SegmentStatus segment) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("segment", segment.id().index());
        json.put("zone", segment.id().zone().name());
        json.put("role", segment.role().name());
        json.put("state", segment.state().name());
        json.put("generation", segment.generation());
        json.put("held", segment.held().toString());
        json.put("undecided", segment.undecided());
        json.put("parked", segment.parked());
        json.put("sizeBytes", segment.sizeBytes());
        json.put("writtenBytes", segment.writtenBytes());
        json.put("catchUp", catchUp(segment.catchUp()));
        Map<String, Object> scrub = new LinkedHashMap<>();
        scrub.put("rounds", segment.scrub().rounds());
        scrub.put("readBytes", segment.scrub().readBytes());
        scrub.put("damaged", segment.scrub().damaged());
        json.put("scrub", scrub);
        json.put("logKeptForNanos", segment.logKeptFor().toNanos());
        json.put("outage", segment.outage().map(HealthJson::outage).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> catchUp(ClusterStatus.CatchUp catchUp) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("missingProposals", catchUp.missingProposals());
        json.put("pagesToCopy", catchUp.pagesToCopy());
        json.put("copiedBytes", catchUp.copiedBytes());
        json.put("timeLeftNanos", catchUp.timeLeft().map(Duration::toNanos).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> outage(Outage outage) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("problem", outage.problem());
        json.put("awayForNanos", outage.awayFor().toNanos());
        json.put("tries", outage.tries());
        json.put("nextTryNanos", outage.nextTry().map(Duration::toNanos).orElse(null));
        return json;
    }
}
