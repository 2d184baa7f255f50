/** An engine in memory, for tests of the API: one map, snapshots by copying, first committer wins. */
@NullMarked
package dev.sextant.api.fake;

import org.jspecify.annotations.NullMarked;
