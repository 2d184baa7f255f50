package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Whole programs through the public API, beside a model. */
class ClientPropertyTest {
    private static final List<String> EVERYTHING = List.of(
            "committed",
            "committed though the writer died",
            "read only",
            "writer died before the commit was handed over",
            "reads on a dead writer",
            "begun at the newest state",
            "begun at an older state",
            "ROW_WRITTEN",
            "ROW_READ",
            "RANGE_READ",
            "ABANDONED",
            "FetchPage",
            "Prefetch",
            "AwaitPoint",
            "AwaitGlobal",
            "AskOutcome");

    @Test
    void programsGoEverywhere() {
        Map<String, Integer> tally = new TreeMap<>();
        for (long seed = 0; seed < 200; seed++) {
            ClientProgram program = new ClientProgram(seed);
            program.run(120);
            program.tally.forEach((what, count) -> tally.merge(what, count, Integer::sum));
        }
        for (String what : EVERYTHING) {
            assertTrue(tally.getOrDefault(what, 0) >= 10, what + " is rare: " + tally);
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void programsDoWhatTheModelDoes(@ForAll long seed) {
        new ClientProgram(seed).run(120);
    }
}
