/** What becomes of damage to the files of closed segments. */
@NullMarked
package dev.sextant.bench.damage;

import org.jspecify.annotations.NullMarked;
