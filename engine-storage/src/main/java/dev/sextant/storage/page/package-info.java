/**
 * Pages and redo: the layout of a page, and how a delta turns one immutable page into the next. Pure functions from bytes to
 * bytes; writers and all segments build the identical image from the same chain of deltas.
 */
@NullMarked
package dev.sextant.storage.page;

import org.jspecify.annotations.NullMarked;
