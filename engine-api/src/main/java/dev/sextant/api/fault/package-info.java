/** Faults made on purpose: what can be killed, cut, delayed and lost, and what is still guaranteed then. */
@NullMarked
package dev.sextant.api.fault;

import org.jspecify.annotations.NullMarked;
