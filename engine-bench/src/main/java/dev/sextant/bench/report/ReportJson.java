package dev.sextant.bench.report;

import dev.sextant.api.spi.Json;
import dev.sextant.bench.bound.Bound;
import dev.sextant.bench.load.MachineUse;
import dev.sextant.bench.load.Result;
import dev.sextant.bench.load.Round;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Puts a report into what {@link Json} writes. */
final class ReportJson {
    private static final int FORMAT = 1;

    private ReportJson() {}

    static String text(Report report) {
        return Json.of(of(report)) + "\n";
    }

    static Map<String, Object> of(Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("title", report.title());
        json.put("taken", report.origin().taken().toString());
        json.put("command", report.origin().command());
        json.put("commit", report.origin().commit());
        json.put("machine", report.origin().machine());
        json.put("bounds", report.bounds().stream().map(ReportJson::of).toList());
        json.put("contenders", report.entrants().stream().map(ReportJson::of).toList());
        json.put("absent", report.absent().stream().map(ReportJson::of).toList());
        json.put("trials", report.trials().stream().map(ReportJson::of).toList());
        json.put("curves", report.curves().stream().map(ReportJson::of).toList());
        json.put("failures", report.failures().stream().map(ReportJson::of).toList());
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        report.figures().forEach(figure -> figures.put(figure.name(), orNull(figure.value())));
        json.put("result", figures);
        json.put("spreads", report.spreads().stream().map(ReportJson::of).toList());
        return json;
    }

    private static @Nullable Object orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static Map<String, Object> of(Bound bound) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", bound.name());
        json.put("what", bound.what());
        json.put("perSecond", bound.perSecond());
        json.put("p50Micros", bound.p50Micros());
        json.put("p99Micros", bound.p99Micros());
        return json;
    }

    private static Map<String, Object> of(Entrant entrant) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", entrant.name());
        json.put("version", entrant.version());
        json.put("durability", entrant.durability());
        return json;
    }

    private static Map<String, Object> of(Absent absent) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", absent.name());
        json.put("why", absent.why());
        return json;
    }

    private static Map<String, Object> of(Trial trial) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("workload", trial.workload());
        json.put("description", trial.description());
        json.put("notes", trial.notes());
        json.put("results", trial.results().stream().map(ReportJson::of).toList());
        return json;
    }

    private static Map<String, @Nullable Object> of(Result result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("contender", result.contender());
        json.put("clients", result.clients());
        json.put("perSecondOffered", orNull(result.perSecondOffered()));
        json.put("perSecond", result.perSecond());
        json.put("done", result.done());
        json.put("refused", result.refused());
        json.put("unserved", result.unserved());
        json.put("attemptsEach", result.attemptsEach());
        json.put("attemptsP999", result.attempts(99.9));
        Map<String, Object> response = new LinkedHashMap<>();
        Map<String, Object> service = new LinkedHashMap<>();
        for (double percentile : Result.PERCENTILES) {
            response.put("p" + percentile, result.responseMicros(percentile));
            service.put("p" + percentile, result.serviceMicros(percentile));
        }
        json.put("responseMicros", response);
        json.put("serviceMicros", service);
        json.put("longestGapMicros", result.longestGapMicros());
        json.put("machine", use(result.use()));
        json.put("counters", result.counters());
        json.put("rounds", result.rounds().stream().map(ReportJson::of).toList());
        return json;
    }

    private static @Nullable Object use(Optional<MachineUse> use) {
        if (use.isEmpty()) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("flushes", use.get().flushes());
        json.put("writes", use.get().writes());
        json.put("writtenBytes", use.get().writtenBytes());
        json.put("busyTicks", use.get().busyTicks());
        return json;
    }

    private static Map<String, Object> of(Round round) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("nanos", round.nanos());
        json.put("done", round.done());
        json.put("perSecond", round.perSecond());
        json.put("longestGapNanos", round.longestGapNanos());
        json.put("timeline", Arrays.stream(round.timeline()).boxed().toList());
        return json;
    }

    private static Map<String, Object> of(Curve curve) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", curve.title());
        json.put("description", curve.description());
        json.put("x", curve.x());
        json.put("y", curve.y());
        Map<String, Object> series = new LinkedHashMap<>();
        for (Curve.Series one : curve.series()) {
            series.put(
                    one.name(),
                    one.points().stream()
                            .map(point -> List.of(point.x(), point.y()))
                            .toList());
        }
        json.put("series", series);
        return json;
    }

    private static Map<String, Object> of(Spread spread) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", spread.name());
        json.put("median", spread.median());
        json.put("least", spread.least());
        json.put("most", spread.most());
        json.put("values", spread.values());
        return json;
    }

    private static Map<String, Object> of(Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("description", failure.description());
        json.put("healthyMillis", failure.healthyMillis());
        json.put("gapsMillis", failure.gapsMillis());
        json.put("ratio", failure.ratio());
        json.put("aroundMicros", failure.aroundMicros());
        return json;
    }
}
