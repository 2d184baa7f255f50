package dev.sextant.storage.tree;

import dev.sextant.storage.page.Row;

/** Takes the rows of a scan, tombstones included. */
@FunctionalInterface
public interface RowVisitor {
    /** Takes one row. Returns whether to go on. */
    boolean row(Row row);
}
