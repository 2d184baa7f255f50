/** What clients do in a simulated world, apart from what goes wrong there; each with a check of what they saw. */
@NullMarked
package dev.sextant.replication.sim.workload;

import org.jspecify.annotations.NullMarked;
