/**
 * Simulations as JUnit tests: {@link dev.sextant.replication.sim.junit.SimulationTest} runs a method once for each of many seeds.
 * Nothing else of Sextant needs JUnit; who uses this has {@code junit-jupiter-api} (5.10 or newer) among the dependencies of
 * its tests.
 */
@NullMarked
package dev.sextant.replication.sim.junit;

import org.jspecify.annotations.NullMarked;
