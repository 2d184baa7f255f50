/** A process that has no place in a cluster and knocks all the same, to see what comes back. */
@NullMarked
package dev.sextant.bench.stranger;

import org.jspecify.annotations.NullMarked;
