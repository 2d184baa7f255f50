package dev.sextant.api;

import java.nio.file.Path;

/** A new volume was to be made in a directory that is not empty. */
public final class DirectoryOccupiedException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient Path directory;

    /** Names the directory. */
    public DirectoryOccupiedException(Path directory) {
        super(
                Remedy.FIX_SETUP,
                "The directory " + directory + " is not empty, and a new volume needs one that is.",
                "Nothing in it was touched.",
                "Choose a directory that is absent or empty.");
        this.directory = directory;
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }
}
