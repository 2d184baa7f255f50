/** The directory of a volume's backups: what is in it, how files come into it, and whether they are as they were. */
@NullMarked
package dev.sextant.storage.backup;

import org.jspecify.annotations.NullMarked;
