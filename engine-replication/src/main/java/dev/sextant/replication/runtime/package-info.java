/**
 * A cluster in one process: every writer and every segment on a thread of its own, messages over links that can be delayed,
 * lossy or cut, segments in RocksDB or in memory. The only package with threads and the system's clock.
 */
@NullMarked
package dev.sextant.replication.runtime;

import org.jspecify.annotations.NullMarked;
