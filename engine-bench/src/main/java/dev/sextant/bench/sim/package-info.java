/** The command line of the simulator. */
@NullMarked
package dev.sextant.bench.sim;

import org.jspecify.annotations.NullMarked;
