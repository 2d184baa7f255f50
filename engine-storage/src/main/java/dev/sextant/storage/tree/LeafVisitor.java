package dev.sextant.storage.tree;

import dev.sextant.api.PageId;

/**
 * Learns which leaf pages cover what is read, empty results included: a row that someone inserts into the range later changes
 * one of them. Each is named before its rows are visited.
 */
@FunctionalInterface
public interface LeafVisitor {
    LeafVisitor NONE = leaf -> {};

    void leaf(PageId leaf);
}
