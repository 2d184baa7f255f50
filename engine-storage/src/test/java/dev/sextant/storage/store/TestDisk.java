package dev.sextant.storage.store;

/** Where an implementation under test keeps its data: outlives the handles, and goes when the test ends. */
public interface TestDisk extends AutoCloseable {
    /** Makes an empty store. */
    SegmentStore create(StoreIdentity identity);

    /** Opens the store that is there. */
    SegmentStore open(StoreIdentity identity);

    @Override
    void close();
}
