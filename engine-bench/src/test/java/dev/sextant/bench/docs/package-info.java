/** Holds that the documentation is true where a test can tell: its samples run, its tables are complete, its links lead somewhere. */
@NullMarked
package dev.sextant.bench.docs;

import org.jspecify.annotations.NullMarked;
