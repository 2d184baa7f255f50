/**
 * Runs of worlds that are drawn from seeds: what each is like, what goes wrong in it, what its clients do, and what must be true
 * at its end.
 */
@NullMarked
package dev.sextant.replication.sim.swarm;

import org.jspecify.annotations.NullMarked;
