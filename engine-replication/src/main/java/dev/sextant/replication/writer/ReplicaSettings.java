package dev.sextant.replication.writer;

import dev.sextant.api.ReplicaId;

/** Everything in which two read replicas may differ. */
public record ReplicaSettings(ReplicaId id, ReaderSettings reader) {}
