package dev.sextant.storage.segment;

/** Takes all deltas of a segment in the order of pages and versions, and holds the chain of each page to what is known of it. */
interface ChainAudit {
    void onDelta(StoredEntry entry);

    /** After the last delta. */
    void finish();

    /** Pages with versions. */
    long pages();

    /** Versions in their chains. */
    long versions();
}
