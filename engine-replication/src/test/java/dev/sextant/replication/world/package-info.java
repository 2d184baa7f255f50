/** A small deterministic world for tests: the production cores and drivers in virtual time, one seed, one thread. */
@NullMarked
package dev.sextant.replication.world;

import org.jspecify.annotations.NullMarked;
