package dev.sextant.storage.store;

/** Takes the entries of a scan, one by one, in key order. */
@FunctionalInterface
public interface StoreVisitor {
    /**
     * Takes one entry; the arrays are the visitor's to keep. It may read the store, but not write to it or close it.
     *
     * @return whether the scan goes on
     */
    boolean visit(byte[] key, byte[] value);
}
