package dev.sextant.bench.processes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How long the clients of some processes went without a commit of any of them. */
final class Gap {
    private Gap() {}

    /** A stretch of time by the machine's clock. */
    record Window(long fromMicros, long toMicros) {}

    /**
     * The gaps between commits at each of these processes, looked at alone, that end in a window or would go on past its end.
     */
    static Histogram micros(Fleet fleet, Collection<Integer> processes, Window window) throws IOException {
        Histogram gaps = new Histogram(3);
        for (int process : processes) {
            List<Long> commits = new ArrayList<>();
            for (Notes.Note note : Notes.read(fleet.notes(process))) {
                if (note.kind() == Notes.Kind.COMMITTED) {
                    commits.add(note.micros());
                }
            }
            commits.sort(null);
            long before = window.fromMicros();
            for (long at : commits) {
                if (at > window.fromMicros() && at <= window.toMicros()) {
                    gaps.recordValue(at - before);
                    before = at;
                }
            }
            gaps.recordValue(window.toMicros() - before);
        }
        return gaps;
    }
}
