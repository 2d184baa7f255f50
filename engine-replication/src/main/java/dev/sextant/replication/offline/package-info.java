/**
 * A volume that no cluster has open: looked at, checked and told of, without a change to any byte of it. The production cores run
 * over stores that take no writes, so what is said of a segment is what it would say itself. The same for backups; and new volumes of
 * them, whose segments are filled by their production cores, too.
 */
@NullMarked
package dev.sextant.replication.offline;

import org.jspecify.annotations.NullMarked;
