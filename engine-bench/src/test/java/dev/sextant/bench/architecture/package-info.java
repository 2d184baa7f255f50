/** Rules about the source itself, held by tests: which package may use which, what pure code may call, what is tidy. */
@NullMarked
package dev.sextant.bench.architecture;

import org.jspecify.annotations.NullMarked;
