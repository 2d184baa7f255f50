package dev.sextant.conflict.version;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import java.util.List;

/** The committed proposals that read a page at the version that another proposal overwrites, as far as the voters know them. */
public record BaseReaders(PageId page, VersionId base, List<ProposalId> readers) {
    public BaseReaders {
        readers = List.copyOf(readers);
    }
}
