/**
 * What writers and segments say to one another: one sealed interface for each kind of receiver. Neither core may import the
 * other, so their common language lives below both.
 */
@NullMarked
package dev.sextant.conflict.message;

import org.jspecify.annotations.NullMarked;
