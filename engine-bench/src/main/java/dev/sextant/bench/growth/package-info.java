/** How what commits cost grows with rows, writers, clients, the size of values, and time. */
@NullMarked
package dev.sextant.bench.growth;

import org.jspecify.annotations.NullMarked;
