package dev.sextant.storage.memory;

import dev.sextant.api.spi.Check;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.ForeignDirectoryException;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreLockedException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A disk that holds at most one segment store and outlives the handles and processes that use it.
 *
 * <p>It has two parts, as a real disk under a file system has. The <b>image</b> is what readers see. The <b>log</b> is what
 * was appended and not synced; the image shows it too, but can take it back. A synced write appends to the log, syncs, and
 * thereby makes everything in the log durable. A log that grows long is written back by itself, as an operating system does.
 * Whoever opens the disk finds what is durable, and what is in the log up to the first torn batch, which is dropped whole.
 *
 * <p>The faults: power loss ({@link #crash()}), torn last write ({@link #crashTearing}), death of the process alone
 * ({@link #kill()}), failing sync ({@link #failNextSync()}), full disk ({@link #setCapacityBytes}), bit rot
 * ({@link #flipBit}), stalls and crashes between the steps of a write ({@link #setWriteHook}), loss of the disk
 * ({@link #lose()}).
 *
 * <p>Thread safe. Deterministic: equal calls in an equal order have equal effects.
 */
public final class MemoryDisk {
    private static final byte[] NOTHING = new byte[0];
    /** The log after which it is written back unasked. */
    private static final int LOG_MAX_BYTES = 1 << 20;

    private static final WriteHook NO_HOOK = point -> {};

    private final String name;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private Image image = new Image();
    private byte[] log = NOTHING;
    /** Takes back what the image shows of the log. */
    private UndoLog undo = new UndoLog(image);

    private @Nullable StoreIdentity identity;
    private @Nullable MemoryStore user;
    private long capacityBytes = Long.MAX_VALUE;
    private boolean nextSyncFails;
    private WriteHook hook = NO_HOOK;

    /** A blank disk; the name is for messages. */
    public MemoryDisk(String name) {
        this.name = name;
    }

    /** What the disk is called in messages. */
    public String name() {
        return name;
    }

    // ---- what a handle does ---------------------------------------------------------------------------------------

    void create(MemoryStore newUser, StoreIdentity newIdentity) {
        exclusively(() -> {
            requireUnused();
            if (identity != null) {
                throw ForeignDirectoryException.occupied(name);
            }
            StoreIdentity.verifyVersion(newIdentity.formatVersion(), name);
            identity = newIdentity;
            user = newUser;
        });
    }

    void open(MemoryStore newUser, StoreIdentity wanted) {
        exclusively(() -> {
            requireUnused();
            if (identity == null) {
                throw ForeignDirectoryException.absent(name);
            }
            wanted.verifyFound(identity, name);
            user = newUser;
            undo.rollBack();
            LogRecord.replayLog(log, image);
            log = NOTHING;
        });
    }

    private void requireUnused() {
        if (user != null) {
            throw new StoreLockedException(name, "another handle");
        }
    }

    void release(MemoryStore leaving) {
        exclusively(() -> {
            if (user == leaving) {
                user = null;
            }
        });
    }

    void write(MemoryStore writer, StoreBatch batch, Durability durability) {
        byte[] record = LogRecord.encode(batch);
        reach(WriteHook.Point.BEFORE_APPEND);
        if (durability == Durability.UNSYNCED) {
            exclusively(() -> {
                requireUser(writer);
                append(record);
                show(record);
            });
            return;
        }
        exclusively(() -> {
            requireUser(writer);
            append(record);
        });
        reach(WriteHook.Point.BEFORE_SYNC);
        exclusively(() -> {
            requireUser(writer);
            sync(record);
        });
        reach(WriteHook.Point.AFTER_SYNC);
        exclusively(() -> requireUser(writer));
    }

    private void reach(WriteHook.Point point) {
        WriteHook current = sharing(() -> hook);
        current.at(point);
    }

    private void append(byte[] record) {
        if (record.length > capacityBytes - image.sizeBytes()) {
            throw StoreFailedException.diskFull(name, null);
        }
        int end = log.length;
        log = Arrays.copyOf(log, end + record.length);
        System.arraycopy(record, 0, log, end, record.length);
    }

    private void show(byte[] record) {
        LogRecord.replay(record, undo);
        if (log.length > LOG_MAX_BYTES) {
            makeLogDurable();
        }
    }

    private void sync(byte[] record) {
        if (nextSyncFails) {
            nextSyncFails = false;
            throw StoreFailedException.ioFailed(name, "sync", null);
        }
        LogRecord.replay(record, image);
        makeLogDurable();
    }

    private void makeLogDurable() {
        undo.forget();
        log = NOTHING;
    }

    <T> T read(MemoryStore reader, Function<Image, T> reading) {
        return sharing(() -> {
            requireUser(reader);
            return reading.apply(image);
        });
    }

    private void requireUser(MemoryStore claimant) {
        if (user != claimant) {
            throw StoreFailedException.ioFailed(name, "serve a process that died", null);
        }
    }

    long sizeBytes() {
        return sharing(() -> image.sizeBytes() + log.length);
    }

    // ---- faults ---------------------------------------------------------------------------------------------------

    /** Power loss: the user is gone, and so is what was not synced. */
    public void crash() {
        crashTearing(0);
    }

    /** Power loss while the log was being written out: its first bytes are on the disk, the rest is not. */
    public void crashTearing(int keptLogBytes) {
        Check.argument(keptLogBytes >= 0, "a number of bytes");
        exclusively(() -> {
            user = null;
            undo.rollBack();
            log = Arrays.copyOf(log, Math.min(keptLogBytes, log.length));
        });
    }

    /** Death of the process, but not of the machine: what was appended to the log is still in it. */
    public void kill() {
        crashTearing(Integer.MAX_VALUE);
    }

    /** The disk is replaced by a blank one of the same size. The user is gone. */
    public void lose() {
        exclusively(() -> {
            user = null;
            identity = null;
            image = new Image();
            undo = new UndoLog(image);
            log = NOTHING;
        });
    }

    /** The next sync fails; whether the batch is there after reopening depends on how the user ends. */
    public void failNextSync() {
        exclusively(() -> nextSyncFails = true);
    }

    /** Sets the size of the disk; a write that does not fit fails whole. */
    public void setCapacityBytes(long newCapacityBytes) {
        exclusively(() -> capacityBytes = newCapacityBytes);
    }

    /** Has each write call {@code newHook} between its steps, in the writer's thread and without any lock held. */
    public void setWriteHook(WriteHook newHook) {
        exclusively(() -> hook = newHook);
    }

    /** Has writes run undisturbed again. */
    public void removeWriteHook() {
        setWriteHook(NO_HOOK);
    }

    /** How many entries the family holds, to draw one to damage. */
    public int entryCount(ColumnFamily family) {
        return sharing(() -> image.family(family).size());
    }

    /**
     * Flips a bit of a stored value or of its checksum.
     *
     * @param entryIndex which entry of the family, counted in key order, {@code 0..entryCount-1}
     * @param bitIndex which bit, counted round and round through what is stored
     * @return the key of that entry
     */
    public byte[] flipBit(ColumnFamily family, int entryIndex, long bitIndex) {
        Check.argument(entryIndex >= 0 && entryIndex < entryCount(family), "an entry of the family");
        return gettingExclusively(() -> {
            Map.Entry<byte[], byte[]> entry = image.entry(family, entryIndex);
            flip(entry.getValue(), bitIndex);
            return entry.getKey().clone();
        });
    }

    /** Flips a bit of what is in the log, counted round and round; none if the log is empty. */
    public void flipLogBit(long bitIndex) {
        exclusively(() -> {
            if (log.length > 0) {
                flip(log, bitIndex);
            }
        });
    }

    /** How many bytes are appended and not synced. */
    public int logBytes() {
        return sharing(() -> log.length);
    }

    private static void flip(byte[] bytes, long bitIndex) {
        int bit = (int) Math.floorMod(bitIndex, (long) bytes.length * Byte.SIZE);
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }

    // ---- locking --------------------------------------------------------------------------------------------------

    private void exclusively(Runnable change) {
        gettingExclusively(() -> {
            change.run();
            return name;
        });
    }

    private <T> T gettingExclusively(Supplier<T> change) {
        Check.state(lock.getReadHoldCount() == 0, "a scan's visitor must leave the disk alone");
        lock.writeLock().lock();
        try {
            return change.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T sharing(Supplier<T> reading) {
        lock.readLock().lock();
        try {
            return reading.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
