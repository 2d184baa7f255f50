/** Holds that docs/format.md shows the bytes that the code writes. */
@NullMarked
package dev.sextant.storage.docs;

import org.jspecify.annotations.NullMarked;
