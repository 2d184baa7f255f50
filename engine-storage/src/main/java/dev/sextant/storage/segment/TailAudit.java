package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;

/** Looks at what a tail keeps: the chain of each page from its floor on, each delta of which must be readable. */
final class TailAudit extends ChainAudit {
    TailAudit(AuditObserver observer, StoredState state, DeltaCheck deltas, ReadPoint held) {
        super(observer, state, deltas, held);
    }

    @Override
    boolean isMissed(VersionId known) {
        return true; // a page with nothing but what the floor sees counts, too
    }

    @Override
    OnePage open(PageId page) {
        TailChain chain = new TailChain(page, held, state.floor(), state.fates());
        return new OnePage() {
            @Override
            public boolean walk(StoredEntry entry) {
                chain.walk(entry, (version, delta) -> count());
                return false;
            }

            @Override
            public void end(VersionId known) {
                chain.newest(known);
            }
        };
    }
}
