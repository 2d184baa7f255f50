/**
 * The command line for volumes that no cluster has open: what is in them, and whether it is as it must be;
 * and what all command lines have in common.
 */
@NullMarked
package dev.sextant.bench.cli;

import org.jspecify.annotations.NullMarked;
