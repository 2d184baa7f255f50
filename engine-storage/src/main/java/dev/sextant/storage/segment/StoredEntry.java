package dev.sextant.storage.segment;

/** A key and its value as they lie on a {@link Shelf}. The arrays are not to be modified. */
public record StoredEntry(byte[] key, byte[] value) {}
