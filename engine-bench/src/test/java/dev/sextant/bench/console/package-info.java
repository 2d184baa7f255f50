/** The console as people see it: in a browser, over a cluster that works. */
@NullMarked
package dev.sextant.bench.console;

import org.jspecify.annotations.NullMarked;
