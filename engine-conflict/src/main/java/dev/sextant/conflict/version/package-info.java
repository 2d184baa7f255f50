/** Page versions and their rivals as one segment sees them: what a vote is decided on. */
@NullMarked
package dev.sextant.conflict.version;

import org.jspecify.annotations.NullMarked;
