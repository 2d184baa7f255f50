package dev.sextant.api;

import java.nio.file.Path;

/** The directory was written in a format that this version cannot read. */
public final class DirectoryVersionException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient Path directory;
    private final String found;
    private final String known;

    /** Names the directory, its format and the one that is known. */
    public DirectoryVersionException(Path directory, String found, String known) {
        super(
                Remedy.FIX_SETUP,
                "The directory " + directory + " has format " + found + "; this version reads " + known + ".",
                "Nothing in it was touched.",
                "Open it with the version of Sextant that wrote it.");
        this.directory = directory;
        this.found = found;
        this.known = known;
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }

    /** The format it has. */
    public String found() {
        return found;
    }

    /** The format this version reads. */
    public String known() {
        return known;
    }
}
