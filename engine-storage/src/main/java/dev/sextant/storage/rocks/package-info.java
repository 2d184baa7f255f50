/** The segment store of real disks, over RocksDB. The only package that knows RocksDB. */
@NullMarked
package dev.sextant.storage.rocks;

import org.jspecify.annotations.NullMarked;
