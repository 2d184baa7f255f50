/**
 * The fate of a proposal: the register a segment keeps for it, the owner's tally of votes, and the settler that decides when
 * the owner is gone.
 */
@NullMarked
package dev.sextant.conflict.fate;

import org.jspecify.annotations.NullMarked;
