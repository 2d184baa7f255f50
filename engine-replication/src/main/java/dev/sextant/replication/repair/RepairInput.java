package dev.sextant.replication.repair;

import dev.sextant.conflict.message.WriterMessage;

/** What happens to a {@link RepairCore}. */
public sealed interface RepairInput {
    /** A segment has answered. */
    record Received(WriterMessage message) implements RepairInput {}

    /** Something is due; the first one begins. */
    record Tick() implements RepairInput {}
}
