/**
 * The console: a small web page that shows a cluster as it works. It reads and never changes anything, needs nothing from the network but
 * itself, and bounds what those who look at it can cost.
 */
@NullMarked
package dev.sextant.replication.runtime.console;

import org.jspecify.annotations.NullMarked;
