/**
 * Shows that the simulator finds bugs: production sources with one bug each put in, compiled at run time and run in worlds of
 * their own. The product itself has no switch for any of them.
 */
@NullMarked
package dev.sextant.bench.mutant;

import org.jspecify.annotations.NullMarked;
