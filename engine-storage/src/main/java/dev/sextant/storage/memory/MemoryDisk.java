package dev.sextant.storage.memory;

import dev.sextant.api.spi.Check;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.ForeignDirectoryException;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreLockedException;
import dev.sextant.storage.store.StoreVisitor;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
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
 * ({@link #flipBit}), bits that flip in one read only ({@link #flipBitOnNextRead}, {@link #flipBitOnRead}), a value written to
 * the wrong place ({@link #misdirectNextWrite}), unreadable sectors ({@link #makeUnreadable}), stalls and crashes between the
 * steps of a write ({@link #setWriteHook}), loss of the disk ({@link #lose()}).
 *
 * <p>What is wrong with a value stays with that value: through crashes, until its key is written or deleted; if a crash takes
 * that write back, the value is back, and so is the damage. A value that was damaged before it was synced is whole again after
 * the death of the process, out of the log. A fault that was arranged may never bite; {@link #bites} and
 * {@link #setBiteHook} tell what did.
 *
 * <p>Thread safe. Deterministic: equal calls in an equal order have equal effects.
 */
public final class MemoryDisk {
    /** The log after which it is written back unasked. */
    private static final int LOG_MAX_BYTES = 1 << 20;

    private static final WriteHook NO_HOOK = point -> {};

    private final String name;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final DiskLog log = new DiskLog();
    private final Bites bites = new Bites();
    private final Misdirections misdirections = new Misdirections(bites);
    private final ReadHead readHead;

    private Image image = new Image();
    /** Takes back what the image shows of the log. */
    private UndoLog undo = new UndoLog(image);

    private @Nullable StoreIdentity identity;
    private @Nullable MemoryStore user;
    private long capacityBytes = Long.MAX_VALUE;
    private boolean nextSyncFails;
    private boolean harmed;
    private long syncs;
    private volatile WriteHook hook = NO_HOOK;

    /** A blank disk; the name is for messages. */
    public MemoryDisk(String name) {
        this.name = name;
        this.readHead = new ReadHead(name, bites);
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
            if (!log.replay(image)) {
                bites.note(DiskBite.TORN_LOG);
            }
            log.clear();
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
        reach(WriteHook.Point.BEFORE_APPEND);
        if (durability == Durability.UNSYNCED) {
            writeUnsynced(writer, batch);
        } else if (hook == NO_HOOK) {
            writeAtOnce(writer, batch);
        } else {
            writeInSteps(writer, batch);
        }
    }

    private void reach(WriteHook.Point point) {
        hook.at(point);
    }

    private void writeUnsynced(MemoryStore writer, StoreBatch batch) {
        enterAlone();
        try {
            DiskWrite write = admit(writer, batch);
            append(write);
            write.applyTo(undo);
            if (log.length() > LOG_MAX_BYTES) {
                makeLogDurable();
            }
        } finally {
            exitAlone();
        }
    }

    /** What {@link #writeInSteps} does when nobody can look between the steps; then the record itself can be spared. */
    private void writeAtOnce(MemoryStore writer, StoreBatch batch) {
        enterAlone();
        try {
            DiskWrite write = admit(writer, batch);
            if (nextSyncFails) {
                append(write);
            }
            sync(write);
        } finally {
            exitAlone();
        }
    }

    private void writeInSteps(MemoryStore writer, StoreBatch batch) {
        DiskWrite write = gettingExclusively(() -> {
            DiskWrite admitted = admit(writer, batch);
            append(admitted);
            return admitted;
        });
        reach(WriteHook.Point.BEFORE_SYNC);
        exclusively(() -> {
            requireUser(writer);
            sync(write);
        });
        reach(WriteHook.Point.AFTER_SYNC);
        exclusively(() -> requireUser(writer));
    }

    /** Lets a write begin, if there is room for it, and decides where its values go. */
    private DiskWrite admit(MemoryStore writer, StoreBatch batch) {
        requireUser(writer);
        if (capacityBytes != Long.MAX_VALUE
                && LogRecord.length(new DiskWrite(batch, null)) > capacityBytes - image.sizeBytes()) {
            bites.note(DiskBite.FULL_DISK);
            throw StoreFailedException.diskFull(name, null);
        }
        return misdirections.direct(batch, image);
    }

    private void append(DiskWrite write) {
        log.append(write, LogRecord.length(write));
    }

    private void sync(DiskWrite write) {
        if (nextSyncFails) {
            nextSyncFails = false;
            bites.note(DiskBite.FAILED_SYNC);
            throw StoreFailedException.ioFailed(name, "sync", null);
        }
        write.applyTo(image);
        makeLogDurable();
    }

    private void makeLogDurable() {
        syncs++;
        undo.forget();
        log.clear();
    }

    byte @Nullable [] get(MemoryStore reader, ColumnFamily family, byte[] key) {
        lock.readLock().lock();
        try {
            requireUser(reader);
            Stored value = image.family(family).get(key);
            return value == null ? null : readHead.read(family, key, value);
        } finally {
            lock.readLock().unlock();
        }
    }

    void scan(
            MemoryStore reader,
            ColumnFamily family,
            byte[] fromInclusive,
            byte @Nullable [] toExclusive,
            StoreVisitor visitor) {
        lock.readLock().lock();
        try {
            requireUser(reader);
            image.scan(family, fromInclusive, toExclusive, reading(family, visitor));
        } finally {
            lock.readLock().unlock();
        }
    }

    void scanReverse(
            MemoryStore reader,
            ColumnFamily family,
            byte @Nullable [] fromInclusive,
            byte[] toInclusive,
            StoreVisitor visitor) {
        lock.readLock().lock();
        try {
            requireUser(reader);
            image.scanReverse(family, fromInclusive, toInclusive, reading(family, visitor));
        } finally {
            lock.readLock().unlock();
        }
    }

    private Image.Visitor reading(ColumnFamily family, StoreVisitor visitor) {
        return (key, value) -> visitor.visit(key.clone(), readHead.read(family, key, value));
    }

    private void requireUser(MemoryStore claimant) {
        if (user != claimant) {
            throw StoreFailedException.ioFailed(name, "serve a process that died", null);
        }
    }

    long sizeBytes() {
        return sharing(() -> image.sizeBytes() + log.length());
    }

    /** How much room is left. */
    public long freeBytes() {
        return sharing(() -> capacityBytes - image.sizeBytes());
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
            if (log.length() > keptLogBytes) {
                bites.note(DiskBite.CUT_LOG);
            }
            log.cut(keptLogBytes);
        });
    }

    /** Death of the process, but not of the machine: what was appended to the log is still in it. */
    public void kill() {
        crashTearing(Integer.MAX_VALUE);
    }

    /** The disk is replaced by a blank one of the same size. The user is gone, and so are faults that have not bitten yet. */
    public void lose() {
        exclusively(() -> {
            user = null;
            identity = null;
            image = new Image();
            undo = new UndoLog(image);
            log.clear();
            nextSyncFails = false;
            harmed = false;
            readHead.calm();
            misdirections.forget();
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

    /**
     * Whether anything was done to what is stored here that may not be found as it was written, and the disk was not lost since.
     * Reads that err once are no harm.
     */
    public boolean isHarmed() {
        return sharing(() -> harmed);
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
        return damage(family, entryIndex, value -> value.rot(bitIndex));
    }

    /**
     * Has the next read of an entry, by itself or in a scan, see a flipped bit; what is stored stays right. Forgotten if the
     * entry is written first.
     *
     * @param entryIndex which entry of the family, counted in key order, {@code 0..entryCount-1}
     * @param bitIndex which bit, counted round and round through what is stored
     * @return the key of that entry
     */
    public byte[] flipBitOnNextRead(ColumnFamily family, int entryIndex, long bitIndex) {
        return damage(family, entryIndex, value -> value.flipOnNextRead(bitIndex));
    }

    /**
     * Has some read to come see a flipped bit, whatever it reads; what is stored stays right.
     *
     * @param readsBefore how many values are read before, those visited by scans being counted one by one
     * @param bitIndex which bit, counted round and round through what is stored
     */
    public void flipBitOnRead(int readsBefore, long bitIndex) {
        Check.argument(readsBefore >= 0, "a number of reads");
        exclusively(() -> readHead.flipOnRead(readsBefore, bitIndex));
    }

    /** Forgets the flips of {@link #flipBitOnRead} that have not happened yet. */
    public void calmReads() {
        exclusively(readHead::calm);
    }

    /**
     * Makes an entry's sector unreadable: reads of it fail as a real disk's do, with a {@link StoreFailedException}, so the
     * handle that meets it is of no use any more; scans serve what lies before it first. The store can be opened anew, and the
     * entry is readable again when it has been written.
     *
     * @param entryIndex which entry of the family, counted in key order, {@code 0..entryCount-1}
     * @return the key of that entry
     */
    public byte[] makeUnreadable(ColumnFamily family, int entryIndex) {
        return damage(family, entryIndex, Stored::makeUnreadable);
    }

    /**
     * Has a write to come put one value over another key's. It is the next write that has a value for the family while there
     * is another key to hit; ordered more than once, each order takes a write of its own.
     *
     * <p>The key that is hit holds a value sealed for another key, so each read of it finds it corrupt until it is written
     * again. The key that was meant keeps its old value or none, and <b>no checksum can tell</b>: a read of it succeeds and is
     * wrong. What a segment can make of that depends on the family:
     *
     * <ul>
     *   <li>REDO: noticed. A delta is missing from its page's chain, whose next delta names another base, or which ends before
     *       the newest known version; a recovering segment misses the delta of an undecided proposal.
     *   <li>PAGES: harmless, for an older image and more deltas make the same page.
     *   <li>DECISIONS, PROPOSALS and META: not noticed, at most by a page whose chain has a gap where a fate is missing. After
     *       a restart the segment has forgotten a vote, a fate, a promise or that there is a page. A protocol that counts on
     *       what was acknowledged can promise nothing beyond the segments it may lose, so count such a segment as lost.
     * </ul>
     *
     * <p>It goes astray when it is appended; if a crash takes the write away, it takes that too.
     *
     * @param putIndex which of the values the write has for the family, counted round and round
     * @param entryIndex which entry is hit, counted round and round in key order; the next one if that is the one meant
     */
    public void misdirectNextWrite(ColumnFamily family, int putIndex, int entryIndex) {
        exclusively(() -> {
            harmed = true;
            misdirections.order(family, putIndex, entryIndex);
        });
    }

    private byte[] damage(ColumnFamily family, int entryIndex, Consumer<Stored> harm) {
        return gettingExclusively(() -> {
            int entries = image.family(family).size();
            Check.argument(entryIndex >= 0 && entryIndex < entries, "an entry of the family");
            harmed = true;
            Map.Entry<byte[], Stored> entry = image.entry(family, entryIndex);
            harm.accept(entry.getValue());
            return entry.getKey().clone();
        });
    }

    /** Flips a bit of what is in the log, counted round and round; none if the log is empty. */
    public void flipLogBit(long bitIndex) {
        exclusively(() -> log.flip(bitIndex));
    }

    /** How many bytes are appended and not synced. */
    public int logBytes() {
        return sharing(log::length);
    }

    /** How often all that was appended has become durable. */
    public long syncs() {
        return sharing(() -> syncs);
    }

    /** How often a fault has bitten in this way, on this disk and those it replaced. */
    public long bites(DiskBite bite) {
        return bites.count(bite);
    }

    /** Has each bite told to {@code newHook}. */
    public void setBiteHook(BiteHook newHook) {
        bites.setHook(newHook);
    }

    /** Has bites told to nobody again. */
    public void removeBiteHook() {
        bites.setHook(Bites.NO_HOOK);
    }

    // ---- locking --------------------------------------------------------------------------------------------------

    private void exclusively(Runnable change) {
        gettingExclusively(() -> {
            change.run();
            return name;
        });
    }

    private <T> T gettingExclusively(Supplier<T> change) {
        enterAlone();
        try {
            return change.get();
        } finally {
            exitAlone();
        }
    }

    private void enterAlone() {
        Check.state(lock.getReadHoldCount() == 0, "a scan's visitor must leave the disk alone");
        lock.writeLock().lock();
    }

    private void exitAlone() {
        lock.writeLock().unlock();
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
