package dev.sextant.bench.contender;

import java.util.Map;

/** A contender that tells what it did inside, beyond what its clients see. */
public interface Counting {
    /** What it has counted since it was opened, under names for tables, always in the same order. */
    Map<String, Long> counters();
}
