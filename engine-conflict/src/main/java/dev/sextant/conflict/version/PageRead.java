package dev.sextant.conflict.version;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;

/** A page a serializable transaction read, and the version it read: it must still be the newest when the proposal commits. */
public record PageRead(PageId page, VersionId version) {}
