package dev.sextant.storage.store;

import org.jspecify.annotations.Nullable;

/**
 * The disk under a segment cannot do what was asked. The message says what happened, what is unharmed and what to do;
 * the subclass says the same to a program.
 */
public abstract sealed class StoreException extends RuntimeException
        permits StoreLockedException,
                StoreVersionException,
                StoreIncompleteException,
                ForeignDirectoryException,
                StoreFailedException,
                StoreCorruptException,
                StoreClosedException {
    private static final long serialVersionUID = 1L;

    /** Each argument is a full sentence without its period. */
    StoreException(String happened, String unharmed, String remedy, @Nullable Throwable cause) {
        super(happened + ". " + unharmed + ". " + remedy + ".", cause);
    }
}
