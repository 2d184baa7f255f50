/** The store of tests and simulations: a disk in memory that outlives its users and fails in every way a disk can. */
@NullMarked
package dev.sextant.storage.memory;

import org.jspecify.annotations.NullMarked;
