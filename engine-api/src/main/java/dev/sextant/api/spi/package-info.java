/** What an engine implements and what all its parts share below the public API; applications do not use it. */
@NullMarked
package dev.sextant.api.spi;

import org.jspecify.annotations.NullMarked;
