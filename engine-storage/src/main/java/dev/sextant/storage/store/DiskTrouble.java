package dev.sextant.storage.store;

import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/** Why a disk does not do what it is asked, as far as the operating system tells, and what its owner can do about it. */
public enum DiskTrouble {
    /** There is no room left, on the disk or in a quota. */
    FULL("the disk is full", "Free space, or move the segment to a larger disk"),
    /** The file system takes no writes: it was mounted so, or the system made it so after an error. */
    READ_ONLY(
            "the file system is read-only",
            "See in the system's log why it became so, check the disk, and mount it for writing"),
    /** The process may not touch the files. */
    NO_PERMISSION(
            "this process may not read or write there",
            "Give the user of this process its rights on the directory and all files in it back"),
    /** The device itself reports an error. */
    DEVICE_ERROR(
            "the disk reports an error",
            "See in the system's log what it reports; if the disk is dying, replace it and have the segment filled anew"),
    /** Anything else. */
    OTHER("", "Check the disk and its file system");

    private static final int CAUSES_LOOKED_AT = 8;

    private final String what;
    private final String remedy;

    DiskTrouble(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /** What is the matter, as a clause; empty where that is not known. */
    String what() {
        return what;
    }

    /** What the owner of the disk can do; a sentence without its period. */
    String remedy() {
        return remedy;
    }

    /** What a failure is due to, by what it and its causes say. */
    public static DiskTrouble of(@Nullable Throwable failure) {
        Throwable at = failure;
        for (int i = 0; at != null && i < CAUSES_LOOKED_AT; i++) {
            DiskTrouble trouble = at instanceof AccessDeniedException ? NO_PERMISSION : of(at.getMessage());
            if (trouble != OTHER) {
                return trouble;
            }
            at = at.getCause();
        }
        return OTHER;
    }

    /** Java and RocksDB hand on the words of the system's C library, and no number. */
    private static DiskTrouble of(@Nullable String message) {
        if (message == null) {
            return OTHER;
        }
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return FULL;
        }
        if (message.contains("Read-only file system")) {
            return READ_ONLY;
        }
        if (message.contains("Permission denied") || message.contains("Operation not permitted")) {
            return NO_PERMISSION;
        }
        return message.contains("Input/output error") ? DEVICE_ERROR : OTHER;
    }
}
