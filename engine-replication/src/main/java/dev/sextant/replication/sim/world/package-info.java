/**
 * A simulated world: the production cores and drivers on one thread in virtual time, with a network, disks, clocks and
 * processes that fail as they are told.
 */
@NullMarked
package dev.sextant.replication.sim.world;

import org.jspecify.annotations.NullMarked;
