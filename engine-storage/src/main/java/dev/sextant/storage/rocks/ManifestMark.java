package dev.sextant.storage.rocks;

/**
 * How far RocksDB's list of files, its manifest, has grown. The list is a log of changes, and one that has lost its end looks like one
 * whose end was never written: the files that only the end names are removed as rests of an attempt that failed, with all that was
 * acknowledged in them.
 *
 * @param number the number in the name of the list; a new list has a higher one
 * @param lengthBytes how long it is
 */
record ManifestMark(long number, long lengthBytes) {
    /** Nothing is known of any list. */
    static final ManifestMark NONE = new ManifestMark(0, 0);

    /** Whether a list that was as far as {@code before} can be like this now. */
    boolean hasReached(ManifestMark before) {
        return number > before.number || (number == before.number && lengthBytes >= before.lengthBytes);
    }
}
