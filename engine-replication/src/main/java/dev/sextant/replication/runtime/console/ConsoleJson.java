package dev.sextant.replication.runtime.console;

import dev.sextant.api.spi.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the page is told. Names are never changed or removed within a version; new ones may be added. */
final class ConsoleJson {
    /** Raised when a name is changed or removed. */
    static final int VERSION = 1;

    private ConsoleJson() {}

    /** The present state. The health is JSON already, so it is put in as it is. */
    static String state(ConsoleView view, long epochMillis) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", VERSION);
        json.put("name", view.name());
        json.put("epochMillis", epochMillis);
        json.put("processes", view.members().stream().map(ConsoleJson::process).toList());
        String rest = Json.of(json);
        return rest.substring(0, rest.length() - 1) + ",\"health\":"
                + view.health().toJson() + "}";
    }

    private static Map<String, Object> process(ConsoleView.Member member) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", member.name());
        json.put("address", member.address());
        json.put("contact", member.contact().name());
        return json;
    }

    /**
     * One message of a stream.
     *
     * @param first whether the page forgets what it was told by an earlier stream
     */
    static String message(boolean first, List<Sample> samples, List<Timeline.Entry> events, String state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("first", first);
        json.put("samples", samples.stream().map(ConsoleJson::sample).toList());
        json.put("events", events.stream().map(ConsoleJson::event).toList());
        String rest = Json.of(json);
        return rest.substring(0, rest.length() - 1) + ",\"state\":" + state + "}";
    }

    private static Map<String, Object> sample(Sample sample) {
        List<Object> writers = new ArrayList<>();
        sample.work().forEach((writer, work) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("writer", writer.slot());
            one.put("commits", work.commits());
            one.put("conflicts", work.conflicts());
            writers.add(one);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epochMillis", sample.epochMillis());
        json.put("tookNanos", sample.tookNanos());
        json.put("writers", writers);
        json.put("p50Nanos", sample.p50Nanos());
        json.put("p99Nanos", sample.p99Nanos());
        return json;
    }

    private static Map<String, Object> event(Timeline.Entry event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", event.number());
        json.put("epochMillis", event.epochMillis());
        json.put("severity", event.severity().name());
        json.put("text", event.text());
        return json;
    }
}
