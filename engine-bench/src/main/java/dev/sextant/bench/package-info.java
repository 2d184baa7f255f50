/** The programs of the command line. */
@NullMarked
package dev.sextant.bench;

import org.jspecify.annotations.NullMarked;
