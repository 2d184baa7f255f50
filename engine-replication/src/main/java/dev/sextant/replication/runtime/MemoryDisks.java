package dev.sextant.replication.runtime;

import dev.sextant.api.SegmentId;
import dev.sextant.storage.memory.MemoryDisk;
import dev.sextant.storage.memory.MemoryStore;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Disks in memory, gone with the cluster. */
final class MemoryDisks implements Disks {
    private final UUID volume = UUID.randomUUID();
    private final List<MemoryDisk> disks = new ArrayList<>();
    /** For each segment the generation of its disk, and whether that has a store; guarded by this. */
    private final long[] generations = new long[SegmentId.COUNT];

    private final boolean[] created = new boolean[SegmentId.COUNT];

    MemoryDisks() {
        for (int index = 0; index < SegmentId.COUNT; index++) {
            disks.add(new MemoryDisk(new SegmentId(index) + " in memory"));
        }
    }

    /** A segment's disk, to do it harm. */
    MemoryDisk disk(SegmentId segment) {
        return disks.get(segment.index());
    }

    @Override
    public synchronized Mounted mount(SegmentId segment) {
        int index = segment.index();
        StoreIdentity identity = StoreIdentity.of(volume, segment);
        MemoryDisk disk = disks.get(index);
        SegmentStore store = created[index] ? MemoryStore.open(disk, identity) : MemoryStore.create(disk, identity);
        created[index] = true;
        return new Mounted(store, generations[index]);
    }

    @Override
    public Mounted remount(SegmentId segment) {
        return mount(segment);
    }

    @Override
    public long freeBytes(SegmentId segment) {
        return disks.get(segment.index()).freeBytes();
    }

    @Override
    public void losePower(SegmentId segment, SegmentStore store) {
        disks.get(segment.index()).crash();
    }

    @Override
    public synchronized void replace(SegmentId segment) {
        int index = segment.index();
        disks.get(index).lose();
        created[index] = false;
        generations[index]++;
    }

    @Override
    public Path place(SegmentId segment) {
        return Path.of(disks.get(segment.index()).name());
    }

    @Override
    public void close() {
        // Memory goes by itself.
    }
}
