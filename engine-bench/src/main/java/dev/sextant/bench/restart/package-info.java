/** How soon a writer commits again after its restart, whatever lies behind it. */
@NullMarked
package dev.sextant.bench.restart;

import org.jspecify.annotations.NullMarked;
