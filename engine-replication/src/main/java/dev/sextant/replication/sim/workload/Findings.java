package dev.sextant.replication.sim.workload;

import java.util.ArrayList;
import java.util.List;

/** The anomalies that a check has found: the first ones in words, the others counted, since one bug makes thousands. */
final class Findings {
    static final int MOST = 20;

    private final List<String> sentences = new ArrayList<>();
    private long others;

    void add(String sentence) {
        if (sentences.size() < MOST) {
            sentences.add(sentence);
        } else {
            others++;
        }
    }

    /** Adds the sentence unless what must be true is. */
    void require(boolean holds, String format, Object... arguments) {
        if (!holds) {
            add(String.format(format, arguments));
        }
    }

    List<String> sentences() {
        List<String> all = new ArrayList<>(sentences);
        if (others > 0) {
            all.add("and " + others + " more of the kind");
        }
        return all;
    }
}
