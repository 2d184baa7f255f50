package dev.sextant.conflict.check;

/** Takes the rows of a scan one after the other, tombstones too. */
@FunctionalInterface
public interface RowVisitor {
    /** Takes a row; returns whether the scan shall go on. The visitor may keep the key; nobody changes its bytes. */
    boolean visit(byte[] key, RowState row);
}
