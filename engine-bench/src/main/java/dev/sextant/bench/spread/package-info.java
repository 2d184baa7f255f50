/** Puts the results of several runs of one command together. */
@NullMarked
package dev.sextant.bench.spread;

import org.jspecify.annotations.NullMarked;
