/** Row and range checks of a transaction against newer versions of its rows, and the merges that never conflict; pure. */
@NullMarked
package dev.sextant.conflict.check;

import org.jspecify.annotations.NullMarked;
