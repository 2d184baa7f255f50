/** What it costs that writers share pages, in virtual time: useful work against attempts, and latencies, as sharing grows. */
@NullMarked
package dev.sextant.bench.economics;

import org.jspecify.annotations.NullMarked;
