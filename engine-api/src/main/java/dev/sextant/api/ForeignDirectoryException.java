package dev.sextant.api;

import java.nio.file.Path;

/** The directory holds something that is no Sextant volume, or parts of different ones. */
public final class ForeignDirectoryException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient Path directory;

    /** Names the directory and what is wrong with it, as a clause. */
    public ForeignDirectoryException(Path directory, String reason) {
        super(
                Remedy.FIX_SETUP,
                "The directory " + directory + " is not a Sextant volume: " + reason + ".",
                "Nothing in it was touched.",
                "Choose an empty directory or the one of a volume.");
        this.directory = directory;
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }
}
