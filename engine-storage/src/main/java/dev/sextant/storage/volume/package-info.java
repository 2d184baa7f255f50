/** The directory of a volume in a file system: its marker, its lock, and where its segments are. */
@NullMarked
package dev.sextant.storage.volume;

import org.jspecify.annotations.NullMarked;
