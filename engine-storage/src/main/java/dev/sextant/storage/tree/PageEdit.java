package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;

/**
 * The change of one page, ready to become a redo record once its version is known.
 *
 * @param base the version the change was made on; none for a new page
 * @param delta what {@code Redo.apply} takes; nobody changes the array
 */
public record PageEdit(PageId page, VersionId base, byte[] delta) {}
