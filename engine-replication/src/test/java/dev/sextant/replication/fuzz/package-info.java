/** Broken frames in numbers, for all that reads what comes from outside: {@code ./dev fuzz}. */
@NullMarked
package dev.sextant.replication.fuzz;

import org.jspecify.annotations.NullMarked;
