/**
 * Drives clients against a contender and measures what they see: in a closed loop, where each client asks for the next thing when it has
 * the last, or in an open one, where the times at which things are asked for do not depend on how fast they are answered.
 */
@NullMarked
package dev.sextant.bench.load;

import org.jspecify.annotations.NullMarked;
