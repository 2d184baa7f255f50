/** The kinds of faults a simulated world knows, how often each bit, and plans of them that read like a story. */
@NullMarked
package dev.sextant.replication.sim.fault;

import org.jspecify.annotations.NullMarked;
