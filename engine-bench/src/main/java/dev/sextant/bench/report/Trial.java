package dev.sextant.bench.report;

import dev.sextant.bench.load.Result;
import java.util.List;

/**
 * One workload on all contenders.
 *
 * @param workload its name
 * @param description what it does, in a sentence
 * @param results one for each contender and number of clients
 * @param notes what is to be said of single contenders: what they cannot do, what was wrong afterwards
 */
public record Trial(String workload, String description, List<Result> results, List<String> notes) {
    public Trial {
        results = List.copyOf(results);
        notes = List.copyOf(notes);
    }
}
