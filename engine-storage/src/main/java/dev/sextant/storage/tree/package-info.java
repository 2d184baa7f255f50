/**
 * B+trees over pages that someone else holds: lookups, scans and edits are pure functions of a page source, which says so
 * when a page is not in memory. Nothing here waits, locks or reads a disk.
 */
@NullMarked
package dev.sextant.storage.tree;

import org.jspecify.annotations.NullMarked;
