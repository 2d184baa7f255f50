/**
 * Repairs that a person has confirmed, of proposals that the segments can never decide by themselves. The choice and the core are
 * functions of what segments tell and of the time: no threads, clocks or randomness.
 */
@NullMarked
package dev.sextant.replication.repair;

import org.jspecify.annotations.NullMarked;
