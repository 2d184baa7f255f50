package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.fate.Fate;

/** Holds every stored delta to what is known of the proposal that made it. */
final class DeltaCheck {
    private final AuditObserver observer;
    private final StoredState state;
    private final DeltaLedger ledger;

    DeltaCheck(AuditObserver observer, StoredState state, DeltaLedger ledger) {
        this.observer = observer;
        this.state = state;
        this.ledger = ledger;
    }

    /** Decodes it; throws if it cannot be. */
    SegmentRecords.StoredDelta take(StoredEntry entry) {
        PageId page = SegmentKeys.pageOf(entry.key());
        VersionId version = SegmentKeys.versionOf(entry.key());
        SegmentRecords.StoredDelta delta = SegmentRecords.delta(entry.value());
        Fate fate = state.fates().of(version.proposal());
        if (fate == Fate.COMMITTED) {
            // Whether what the floor sees is still there does not matter any more.
            if (!state.floor().sees(version)) {
                ledger.found(version.proposal(), page, delta.base(), delta.delta().length);
            }
        } else if (fate == Fate.ABORTED) {
            observer.found(
                    Shelf.REDO, page, entry.key(), "a delta of " + version.proposal() + ", which aborted, is left");
        } else if (!state.isUndecided(version.proposal())) {
            observer.found(Shelf.REDO, page, entry.key(), "a delta of " + version.proposal() + ", which nobody knows");
        }
        return delta;
    }
}
