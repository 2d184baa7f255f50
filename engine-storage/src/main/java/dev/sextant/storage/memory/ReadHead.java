package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.StoreFailedException;
import java.util.ArrayList;
import java.util.List;

/** Hands out stored values as the disk's faults let them be read. Reads may run at once; nothing is arranged meanwhile. */
final class ReadHead {
    private final String place;
    private final Bites bites;
    private final List<PassingFlip> passing = new ArrayList<>();
    /** Whether {@link #passing} holds any; looked at without the lock that guards that. */
    private volatile boolean disturbed;

    /** A bit to be flipped in a read to come. */
    private static final class PassingFlip {
        private final long bitIndex;
        private int readsBefore;

        PassingFlip(int readsBefore, long bitIndex) {
            this.readsBefore = readsBefore;
            this.bitIndex = bitIndex;
        }
    }

    ReadHead(String place, Bites bites) {
        this.place = place;
        this.bites = bites;
    }

    synchronized void flipOnRead(int readsBefore, long bitIndex) {
        passing.add(new PassingFlip(readsBefore, bitIndex));
        disturbed = true;
    }

    /** Forgets the flips that are still to come. */
    synchronized void calm() {
        passing.clear();
        disturbed = false;
    }

    /** The sealed bytes that a reader gets to see; they are not the reader's to change. */
    byte[] read(ColumnFamily family, byte[] key, Stored stored) {
        return !disturbed && stored.isSound() ? stored.sealed() : readDisturbed(family, key, stored);
    }

    private synchronized byte[] readDisturbed(ColumnFamily family, byte[] key, Stored stored) {
        if (stored.isUnreadable()) {
            bites.note(DiskBite.UNREADABLE_READ, family, key);
            throw StoreFailedException.ioFailed(place, "read a value of " + family, null);
        }
        if (stored.isMisplaced()) {
            bites.note(DiskBite.MISPLACED_READ, family, key);
        }
        if (stored.isRotten()) {
            bites.note(DiskBite.ROTTEN_READ, family, key);
        }
        List<Long> flips = new ArrayList<>();
        stored.takePassingFlips(flips);
        takePassingFlips(flips);
        if (flips.isEmpty()) {
            return stored.sealed();
        }
        bites.note(DiskBite.FLIPPED_READ, family, key);
        byte[] seen = stored.sealed().clone();
        flips.forEach(bitIndex -> Stored.flip(seen, seen.length, bitIndex));
        return seen;
    }

    private void takePassingFlips(List<Long> flips) {
        passing.removeIf(flip -> {
            if (flip.readsBefore > 0) {
                flip.readsBefore--;
                return false;
            }
            flips.add(flip.bitIndex);
            return true;
        });
        disturbed = !passing.isEmpty();
    }
}
