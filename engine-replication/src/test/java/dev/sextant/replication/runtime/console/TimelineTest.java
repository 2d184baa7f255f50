package dev.sextant.replication.runtime.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.replication.runtime.console.Timeline.Entry;
import dev.sextant.replication.runtime.console.Timeline.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline(1_000);

    private void add(int from, int to) {
        for (int i = from; i < to; i++) {
            timeline.add(i, Severity.INFO, "event " + i);
        }
    }

    private static List<String> texts(List<Entry> entries) {
        return entries.stream().map(Entry::text).toList();
    }

    @Test
    void itKeepsTheLastOnesInOrder() {
        add(0, ConsoleLimits.EVENTS + 3);
        List<Entry> kept = timeline.after(0);
        assertEquals(ConsoleLimits.EVENTS, kept.size());
        assertEquals("event 3", kept.get(0).text());
        assertEquals(
                "event " + (ConsoleLimits.EVENTS + 2), kept.get(kept.size() - 1).text());
        for (int i = 1; i < kept.size(); i++) {
            assertEquals(kept.get(i - 1).number() + 1, kept.get(i).number());
        }
    }

    @Test
    void whoHasHeardSomeHearsTheRest() {
        add(0, 3);
        long heard = timeline.after(0).get(2).number();
        assertEquals(List.of(), timeline.after(heard));
        add(3, 5);
        assertEquals(List.of("event 3", "event 4"), texts(timeline.after(heard)));
    }

    @Test
    void ofTooManyTheNewestAreTold() {
        add(0, 9);
        assertEquals(List.of("event 7", "event 8"), texts(timeline.after(0, 2)));
    }

    @Test
    void aLaterProcessGoesOnWithHigherNumbers() {
        add(0, 100);
        Timeline later = new Timeline(1_001);
        later.add(0, Severity.INFO, "after a restart");
        assertTrue(later.after(0).get(0).number() > timeline.after(0).get(99).number());
    }

    @Test
    void aLongTextIsCut() {
        timeline.add(0, Severity.ERROR, "x".repeat(ConsoleLimits.EVENT_CHARS + 1));
        assertEquals(
                "x".repeat(ConsoleLimits.EVENT_CHARS), timeline.after(0).get(0).text());
    }

    @Test
    void anotherOneHasEverythingFromThenOn() {
        add(0, 1);
        Timeline all = new Timeline(0);
        timeline.forwardTo(all);
        add(1, 3);
        all.add(0, Severity.INFO, "elsewhere");
        assertEquals(List.of("event 1", "event 2", "elsewhere"), texts(all.after(0)));
        assertEquals(3, timeline.after(0).size());
    }
}
