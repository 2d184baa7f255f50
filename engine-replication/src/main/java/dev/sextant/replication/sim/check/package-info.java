/** Checks of what clients saw, and of nothing else: they know no engine. */
@NullMarked
package dev.sextant.replication.sim.check;

import org.jspecify.annotations.NullMarked;
