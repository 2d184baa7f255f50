/** Tests of what engines share. */
@NullMarked
package dev.sextant.api.spi;

import org.jspecify.annotations.NullMarked;
