/** The port to a segment's disk: an ordered store of checksummed bytes whose writes are atomic and durable. */
@NullMarked
package dev.sextant.storage.store;

import org.jspecify.annotations.NullMarked;
