package dev.sextant.storage.memory;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies under one key: sealed bytes, and what is wrong with them. Writing the key again makes a new one, so damage goes
 * where its value goes: away when that is overwritten, and back when the overwriting is lost. The bytes are never changed in
 * place, for batches share them. Not thread safe.
 */
final class Stored {
    private byte[] sealed;
    private @Nullable Damage damage;

    /** What is wrong with a value; most have none of it. */
    private static final class Damage {
        private final BitSet rot = new BitSet();
        private final List<Long> passingFlips = new ArrayList<>();
        private boolean misplaced;
        private boolean unreadable;
    }

    Stored(byte[] sealed) {
        this.sealed = sealed;
    }

    /** A value that was meant for another key. */
    static Stored misplaced(byte[] sealed) {
        Stored stored = new Stored(sealed);
        stored.damage().misplaced = true;
        return stored;
    }

    private Damage damage() {
        if (damage == null) {
            damage = new Damage();
        }
        return damage;
    }

    byte[] sealed() {
        return sealed;
    }

    int length() {
        return sealed.length;
    }

    /** Whether nothing was ever done to it; then all that follows is false. */
    boolean isSound() {
        return damage == null;
    }

    /** Whether a bit is other than it was written. */
    boolean isRotten() {
        return damage != null && !damage.rot.isEmpty();
    }

    boolean isMisplaced() {
        return damage != null && damage.misplaced;
    }

    boolean isUnreadable() {
        return damage != null && damage.unreadable;
    }

    void makeUnreadable() {
        damage().unreadable = true;
    }

    void rot(long bitIndex) {
        damage().rot.flip(bit(sealed.length, bitIndex));
        sealed = sealed.clone();
        flip(sealed, sealed.length, bitIndex);
    }

    /** Has the next read see a flipped bit. */
    void flipOnNextRead(long bitIndex) {
        damage().passingFlips.add(bitIndex);
    }

    /** Moves the bits to flip in this read to {@code target}. */
    void takePassingFlips(List<Long> target) {
        if (damage != null) {
            target.addAll(damage.passingFlips);
            damage.passingFlips.clear();
        }
    }

    /** Flips a bit of the first {@code length} bytes, counted round and round. */
    static void flip(byte[] bytes, int length, long bitIndex) {
        int bit = bit(length, bitIndex);
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }

    private static int bit(int length, long bitIndex) {
        return (int) Math.floorMod(bitIndex, (long) length * Byte.SIZE);
    }
}
