/** That the peers are what a contender promises to be, tried on each of them. */
@NullMarked
package dev.sextant.bench.peers.contract;

import org.jspecify.annotations.NullMarked;
