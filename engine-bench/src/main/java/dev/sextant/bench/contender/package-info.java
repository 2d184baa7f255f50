/**
 * What is measured side by side: this engine and the stores that one would otherwise take, behind one interface, so that every
 * workload runs against each of them without a change.
 */
@NullMarked
package dev.sextant.bench.contender;

import org.jspecify.annotations.NullMarked;
