/**
 * The stores that one would otherwise take, as contenders: each as its makers would set it up for transactions that survive the loss of
 * power, and each saying what it syncs. Compiled only by the Maven profile {@code peers}.
 */
@NullMarked
package dev.sextant.bench.peers;

import org.jspecify.annotations.NullMarked;
