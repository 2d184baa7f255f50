/**
 * One storage segment as a pure core: votes, log, pages, gossip, rebuild. Inputs and time come in, effects go out; whoever
 * drives it owns the disk, the clock and the network.
 */
@NullMarked
package dev.sextant.storage.segment;

import org.jspecify.annotations.NullMarked;
