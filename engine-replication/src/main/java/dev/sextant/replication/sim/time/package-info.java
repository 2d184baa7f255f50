/** Virtual time: one thread, one queue of events, and a clock that jumps from one to the next. */
@NullMarked
package dev.sextant.replication.sim.time;

import org.jspecify.annotations.NullMarked;
