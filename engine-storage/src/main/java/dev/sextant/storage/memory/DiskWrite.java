package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.StoreBatch;
import org.jspecify.annotations.Nullable;

/**
 * One write as it really happens.
 *
 * @param astray which of its values ends up elsewhere, or null if none does
 */
record DiskWrite(StoreBatch batch, @Nullable Misdirection astray) {
    /**
     * Where one value of a batch goes instead of where it should.
     *
     * @param putIndex which put of the family it is, the first having none before it
     */
    record Misdirection(ColumnFamily family, int putIndex, byte[] target) {}

    /** Gives the changes to {@code target}; the keys are still the caller's. */
    void forEach(Changes target) {
        batch.forEach(astray == null ? target : new Misdirecting(target, astray));
    }

    /** Gives the changes to {@code target}, with keys of their own. */
    void applyTo(Changes target) {
        forEach(new KeyCopying(target));
    }

    /** Passes changes on, but for one value, which it puts elsewhere. */
    private static final class Misdirecting implements StoreBatch.Operations {
        private final Changes target;
        private final Misdirection astray;
        private int putsSeen;

        Misdirecting(Changes target, Misdirection astray) {
            this.target = target;
            this.astray = astray;
        }

        @Override
        public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
            if (family == astray.family && putsSeen++ == astray.putIndex) {
                target.misplace(family, astray.target, sealedValue);
            } else {
                target.put(family, key, sealedValue);
            }
        }

        @Override
        public void delete(ColumnFamily family, byte[] key) {
            target.delete(family, key);
        }

        @Override
        public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
            target.deleteRange(family, fromInclusive, toExclusive);
        }
    }

    /** Passes changes on with copies of those keys that the target may keep. */
    private record KeyCopying(Changes target) implements Changes {
        @Override
        public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
            target.put(family, key.clone(), sealedValue);
        }

        @Override
        public void misplace(ColumnFamily family, byte[] key, byte[] sealedValue) {
            target.misplace(family, key.clone(), sealedValue);
        }

        @Override
        public void delete(ColumnFamily family, byte[] key) {
            target.delete(family, key.clone());
        }

        @Override
        public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
            target.deleteRange(family, fromInclusive, toExclusive);
        }
    }
}
