/** Measures how long after a commit another writer has it. */
@NullMarked
package dev.sextant.bench.lag;

import org.jspecify.annotations.NullMarked;
