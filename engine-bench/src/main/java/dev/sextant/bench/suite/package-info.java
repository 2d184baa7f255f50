/** The commands of {@code ./dev bench} that measure contenders side by side. */
@NullMarked
package dev.sextant.bench.suite;

import org.jspecify.annotations.NullMarked;
