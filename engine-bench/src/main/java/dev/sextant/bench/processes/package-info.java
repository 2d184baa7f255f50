/** A cluster of several processes on this machine, under load, while processes are killed, paused and cut off from each other. */
@NullMarked
package dev.sextant.bench.processes;

import org.jspecify.annotations.NullMarked;
