package dev.sextant.replication.repair;

import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.SegmentMessage;

/** What a {@link RepairCore} wants done. */
public sealed interface RepairEffect {
    /** Send a message to a segment; it may be lost. */
    record Send(SegmentId to, SegmentMessage message) implements RepairEffect {}

    /** It has come to its end, and does nothing any more. */
    record Ended(RepairOutcome outcome) implements RepairEffect {}
}
