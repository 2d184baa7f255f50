/** What clients do, on any contender, and how to tell afterwards that it was done right. */
@NullMarked
package dev.sextant.bench.load.workload;

import org.jspecify.annotations.NullMarked;
