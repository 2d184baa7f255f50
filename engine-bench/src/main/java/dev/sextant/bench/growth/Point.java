package dev.sextant.bench.growth;

import dev.sextant.bench.load.workload.WorkloadSettings;

/**
 * One point of an axis.
 *
 * @param name for tables
 * @param x where it is on the axis
 * @param data what is open for it; points with the same share it
 * @param clients how many there are
 */
record Point(String name, double x, Data data, int clients) {
    /**
     * A contender and what is loaded into it.
     *
     * @param contender its name
     */
    record Data(String contender, WorkloadSettings settings) {}
}
