/**
 * Looks at a whole volume as of one read point: are all segments of one mind, and is every tree in order? The same for a running
 * cluster, a simulated one and a closed one: who asks says how a segment is asked and where pages come from. No threads and no
 * clocks of its own.
 */
@NullMarked
package dev.sextant.replication.verify;

import org.jspecify.annotations.NullMarked;
