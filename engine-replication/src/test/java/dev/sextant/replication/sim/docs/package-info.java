/** The example of docs/simulation.md, compiled and run. */
@NullMarked
package dev.sextant.replication.sim.docs;

import org.jspecify.annotations.NullMarked;
