/**
 * The command line for volumes that no cluster has open: what is in them, whether it is as it must be, backups and restores;
 * and what all command lines have in common.
 */
@NullMarked
package dev.sextant.bench.cli;

import org.jspecify.annotations.NullMarked;
