/**
 * Simulation for applications: a whole cluster of production code in virtual time on one thread, application code that blocks as
 * ever on simulated clients, and faults as a plan tells them. The same seed gives the same run. Begin with
 * {@link dev.sextant.replication.sim.Simulation}; docs/simulation.md shows an example.
 */
@NullMarked
package dev.sextant.replication.sim;

import org.jspecify.annotations.NullMarked;
