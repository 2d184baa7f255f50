package dev.sextant.bench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterHealth;
import dev.sextant.api.ClusterHealth.Verdict;
import dev.sextant.api.Codecs;
import dev.sextant.api.Table;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.replication.metrics.SextantMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;

/** Holds that docs/observability.md tells of what there is, and that its samples do what they show. */
class ObservabilityPageTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":");
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLANKS_OR_TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\s+");
    /** What every event of Flight Recorder has. */
    private static final Set<String> FIELDS_OF_ALL = Set.of("startTime", "duration", "eventThread", "stackTrace");

    private static final Executor NEXT_LOOK = CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS);

    private static final String PAGE = Pages.read("docs/observability.md");

    private static Set<String> codes(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Rows that begin with a name in code, by that name: the cells after it. */
    private static Map<String, List<String>> named(String heading) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (List<String> row : Pages.tableRows(PAGE, heading)) {
            Matcher name = CODE.matcher(row.get(1));
            if (name.matches()) {
                assertEquals(null, rows.put(name.group(1), row.subList(2, row.size())), () -> "twice: " + row);
            }
        }
        return rows;
    }

    // ---- meters ----------------------------------------------------------------------------------------------------

    @Test
    void showsTheMetersThatAreRegistered() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Map<String, List<String>> shown = named("### What there is");
        Set<String> seen = new TreeSet<>();
        try (Cluster cluster =
                Cluster.open(ClusterConfig.inMemory().writers(2).replicas(1).build())) {
            SextantMetrics metrics = WatchingSamples.metrics(cluster, registry);
            assertFalse(registry.getMeters().isEmpty());
            for (Meter meter : registry.getMeters()) {
                Meter.Id id = meter.getId();
                List<String> row = shown.get(id.getName());
                assertTrue(row != null, () -> id.getName() + " is not in the table of meters");
                assertEquals(type(id.getType()), row.get(0), () -> "the type of " + id.getName());
                assertEquals(id.getBaseUnit(), row.get(1), () -> "the unit of " + id.getName());
                assertEquals(tags(id), codes(row.get(2)), () -> "the tags of " + id.getName());
                assertEquals(id.getDescription(), row.get(3), () -> "what " + id.getName() + " is");
                seen.add(id.getName());
            }
            metrics.close();
            assertTrue(registry.getMeters().isEmpty(), "closed metrics leave nothing behind");
        }
        assertEquals(seen, shown.keySet(), "every meter of the table is registered");
    }

    private static String type(Meter.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static Set<String> tags(Meter.Id id) {
        return id.getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Values of tags that stand for a state or a kind. */
    @Test
    void showsTheValuesOfTags() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Map<String, Set<String>> values = new TreeMap<>();
        try (Cluster cluster =
                Cluster.open(ClusterConfig.inMemory().writers(2).replicas(1).build())) {
            new SextantMetrics(cluster).bindTo(registry);
            for (Meter meter : registry.getMeters()) {
                for (Tag tag : meter.getId().getTags()) {
                    values.computeIfAbsent(tag.getKey(), key -> new TreeSet<>()).add(tag.getValue());
                }
            }
        }
        Map<String, List<String>> shown = named("### Tags");
        assertEquals(values.keySet(), shown.keySet(), "the tags");
        values.forEach((tag, found) -> {
            Set<String> told = codes(shown.get(tag).get(0));
            boolean counted = found.stream().allMatch(value -> value.matches("[0-9]"));
            if (!counted) {
                assertEquals(found, told, () -> "the values of " + tag);
            }
        });
    }

    // ---- events of recordings --------------------------------------------------------------------------------------

    @Test
    void showsTheEventsOfRecordings() throws ReflectiveOperationException {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass each : new ClassFileImporter().importPackages("dev.sextant.replication.runtime.jfr")) {
            if (each.isAssignableTo(Event.class)) {
                Class<? extends Event> type = Class.forName(each.getName()).asSubclass(Event.class);
                FlightRecorder.register(type);
                EventType registered = EventType.getEventType(type);
                Set<String> fields = registered.getFields().stream()
                        .map(ValueDescriptor::getName)
                        .filter(name -> !FIELDS_OF_ALL.contains(name))
                        .collect(Collectors.toCollection(TreeSet::new));
                found.put(registered.getName(), fields);
            }
        }
        assertEquals(4, found.size(), found::toString);
        Map<String, Set<String>> shown = new TreeMap<>();
        named("## Flight Recorder").forEach((name, cells) -> shown.put(name, codes(cells.get(0))));
        assertEquals(found, shown);
    }

    @Test
    void slowCommitsAreToldAsShown() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (Cluster cluster = Cluster.open(ClusterConfig.inMemory().writers(1).build())) {
            Table<Long, Long> rows = cluster.database().table("rows", Codecs.int64(), Codecs.int64());
            RecordingStream recording = WatchingSamples.slowCommits(Duration.ZERO, told::add);
            String first = null;
            for (int tries = 0; first == null && tries < 600; tries++) {
                cluster.database().run(tx -> tx.put(rows, 1L, 1L));
                first = told.poll(100, TimeUnit.MILLISECONDS);
            }
            recording.close();
            assertTrue(first != null && first.contains(" took PT"), "told " + first);
        }
    }

    // ---- health ----------------------------------------------------------------------------------------------------

    private static String withoutBlanks(String json) {
        return BLANKS_OR_TEXT
                .matcher(json)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().startsWith("\"") ? found.group() : ""));
    }

    @Test
    void showsTheHealthThatAClusterTells() {
        List<MatchResult> blocks = JSON.matcher(PAGE).results().toList();
        assertEquals(1, blocks.size(), "blocks of JSON");
        assertEquals(SampleHealth.get().toJson(), withoutBlanks(blocks.get(0).group(1)));
    }

    @Test
    void saysWhatEveryFieldOfTheHealthIs() {
        Set<String> fields = FIELD.matcher(SampleHealth.get().toJson())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown = new TreeSet<>();
        for (List<String> row : Pages.tableRows(PAGE, "### Fields")) {
            codes(row.get(1))
                    .forEach(path -> shown.addAll(List.of(path.replace("[]", "").split("\\.", -1))));
        }
        assertEquals(fields, shown);
    }

    @Test
    void saysWhatEveryProblemIs() {
        Map<String, String> shown = new TreeMap<>();
        named("### Problems").forEach((name, cells) -> shown.put(name, cells.get(0)));
        Map<String, String> found = new TreeMap<>();
        Stream.of(ClusterHealth.Problem.values())
                .forEach(problem -> found.put(problem.name(), "`" + problem.verdict() + "`"));
        assertEquals(found, shown);
    }

    @Test
    void healthIsToldAsShown() {
        List<String> bodies = new ArrayList<>();
        Cluster closed;
        try (Cluster cluster = Cluster.open(ClusterConfig.inMemory().writers(1).build())) {
            for (int looks = 0; !cluster.health().verdict().equals(Verdict.HEALTHY) && looks < 10_000; looks++) {
                CompletableFuture.runAsync(() -> {}, NEXT_LOOK).join();
            }
            assertEquals(200, WatchingSamples.health(cluster, bodies::add));
            closed = cluster;
        }
        assertEquals(503, WatchingSamples.health(closed, bodies::add));
        assertTrue(bodies.get(0).startsWith("{\"verdict\":\"HEALTHY\","), bodies.get(0));
        assertTrue(bodies.get(1).startsWith("{\"verdict\":\"UNAVAILABLE\","), bodies.get(1));
    }
}
