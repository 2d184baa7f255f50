/** Writes what a run measured as JSON and as a page with plots that needs nothing but a browser. */
@NullMarked
package dev.sextant.bench.report;

import org.jspecify.annotations.NullMarked;
