/**
 * Explorers that drive the production classes of {@code dev.sextant.conflict} through orders of events no cluster would show in
 * years: exhaustively with three segments, by seeded random walks with six.
 */
@NullMarked
package dev.sextant.conflict.explore;

import org.jspecify.annotations.NullMarked;
