package dev.sextant.api;

import java.nio.file.Path;

/** Somebody else has the directory open. */
public final class DirectoryInUseException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient Path directory;

    /** Names the directory. */
    public DirectoryInUseException(Path directory) {
        super(
                Remedy.FIX_SETUP,
                "The directory " + directory + " is in use by another process or another cluster of this one.",
                "Nothing in it was touched.",
                "Close the other one first, or choose another directory.");
        this.directory = directory;
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }
}
