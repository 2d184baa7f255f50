/** What the machine could do at best: the bound that throughput and latency are held against. */
@NullMarked
package dev.sextant.bench.bound;

import org.jspecify.annotations.NullMarked;
