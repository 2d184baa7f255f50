package dev.sextant.storage.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SegmentStore} over any {@link StoreEngine}: what must be the same for every implementation is here, once.
 * It verifies every value's seal before it hands the value on, and lets nothing through to an engine that is closed or
 * has failed ({@link StoreGate}).
 */
public final class CheckedStore implements SegmentStore {
    private final StoreEngine engine;
    private final StoreGate gate;

    public CheckedStore(StoreEngine engine) {
        this.engine = engine;
        this.gate = new StoreGate(engine.place());
    }

    @Override
    public StoreIdentity identity() {
        return engine.identity();
    }

    @Override
    public void write(StoreBatch batch, Durability durability) {
        gate.enterWrite();
        try {
            if (!batch.isEmpty()) {
                engine.write(batch, durability);
            }
        } catch (StoreFailedException failure) {
            throw gate.fail(failure);
        } catch (RuntimeException | Error bug) {
            gate.fail(StoreFailedException.ioFailed(engine.place(), "finish a write", bug));
            throw bug;
        } finally {
            gate.exitWrite();
        }
    }

    @Override
    public byte @Nullable [] get(ColumnFamily family, byte[] key) {
        gate.enter();
        try {
            byte[] stored = engine.get(family, key);
            return stored == null ? null : unseal(family, key, stored);
        } catch (StoreFailedException failure) {
            throw gate.fail(failure);
        } finally {
            gate.exit();
        }
    }

    @Override
    public void scan(ColumnFamily family, byte[] fromInclusive, byte @Nullable [] toExclusive, StoreVisitor visitor) {
        gate.enter();
        try {
            engine.scan(family, fromInclusive, toExclusive, unsealing(family, visitor));
        } catch (StoreFailedException failure) {
            throw gate.fail(failure);
        } finally {
            gate.exit();
        }
    }

    @Override
    public void scanReverse(
            ColumnFamily family, byte @Nullable [] fromInclusive, byte[] toInclusive, StoreVisitor visitor) {
        gate.enter();
        try {
            engine.scanReverse(family, fromInclusive, toInclusive, unsealing(family, visitor));
        } catch (StoreFailedException failure) {
            throw gate.fail(failure);
        } finally {
            gate.exit();
        }
    }

    @Override
    public long sizeBytes() {
        gate.enter();
        try {
            return engine.sizeBytes();
        } finally {
            gate.exit();
        }
    }

    @Override
    public Path freeze() {
        gate.enter();
        try {
            // If it fails, the store itself is as good as before; if not, the next write tells.
            return engine.freeze();
        } finally {
            gate.exit();
        }
    }

    @Override
    public void close() {
        gate.close(engine::close);
    }

    private StoreVisitor unsealing(ColumnFamily family, StoreVisitor visitor) {
        return (key, stored) -> visitor.visit(key, unseal(family, key, stored));
    }

    private byte[] unseal(ColumnFamily family, byte[] key, byte[] stored) {
        byte[] value = ValueSeal.unseal(family, key, stored);
        if (value == null) {
            throw StoreCorruptException.value(engine.place(), family, key);
        }
        return value;
    }

    @Override
    public String toString() {
        return engine.identity() + " at " + engine.place();
    }
}
