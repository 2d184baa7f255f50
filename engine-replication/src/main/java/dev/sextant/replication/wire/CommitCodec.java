package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.ValueCodec.lsn;
import static dev.sextant.replication.wire.ValueCodec.page;
import static dev.sextant.replication.wire.ValueCodec.writer;

import com.google.protobuf.ByteString;
import dev.sextant.api.ConflictKind;
import dev.sextant.conflict.check.CheckResult;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.check.KeyRange;
import dev.sextant.conflict.check.Observed;
import dev.sextant.conflict.check.PendingWrite;
import dev.sextant.conflict.check.RangeRead;
import dev.sextant.conflict.check.ReadSet;
import dev.sextant.conflict.check.RowKey;
import dev.sextant.conflict.check.RowOperation;
import dev.sextant.conflict.check.SeenRow;
import dev.sextant.conflict.check.WriteSet;
import dev.sextant.replication.wire.proto.WireCommit;
import dev.sextant.replication.wire.proto.WireCommitEnded;
import dev.sextant.replication.wire.proto.WireCommitted;
import dev.sextant.replication.wire.proto.WireConflictKind;
import dev.sextant.replication.wire.proto.WireConflicted;
import dev.sextant.replication.wire.proto.WireObserved;
import dev.sextant.replication.wire.proto.WireRangeRead;
import dev.sextant.replication.wire.proto.WireRefusal;
import dev.sextant.replication.wire.proto.WireRowChange;
import dev.sextant.replication.wire.proto.WireRowRead;
import dev.sextant.replication.wire.proto.WireSeenRow;
import dev.sextant.replication.wire.proto.WireServing;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import java.util.List;

/** Commits that go from one process to another, and how they ended. */
final class CommitCodec {
    private CommitCodec() {}

    static WireServing wire(PeerFrame.Serving serving) {
        return WireServing.newBuilder()
                .setWriter(serving.writer().slot())
                .setIncarnation(serving.incarnation())
                .build();
    }

    static PeerFrame.Serving serving(WireServing wire) {
        return new PeerFrame.Serving(writer(wire.getWriter()), wire.getIncarnation());
    }

    // ---- requests --------------------------------------------------------------------------------------------------

    static WireCommit wire(PeerFrame.Commit commit) {
        return wire(commit.request())
                .setRequestId(commit.requestId())
                .setWriter(commit.writer().slot())
                .setIncarnation(commit.incarnation())
                .setTimeoutNanos(commit.timeoutNanos())
                .build();
    }

    /** What there is to commit, for nobody in particular. */
    static WireCommit.Builder wire(CommitRequest request) {
        WireCommit.Builder wire = WireCommit.newBuilder()
                .setTransaction(ValueCodec.wire(request.transaction()))
                .setSnapshot(ValueCodec.wire(request.snapshot()))
                .setAge(request.age().value());
        request.checked().writes().rows().forEach((row, write) -> wire.addChanges(change(row, write)));
        ReadSet reads = request.checked().reads();
        reads.points()
                .forEach((row, observed) -> wire.addReads(WireRowRead.newBuilder()
                        .setTable(row.table().value())
                        .setKey(ByteString.copyFrom(row.key()))
                        .setObserved(wire(observed))));
        reads.ranges().forEach(range -> wire.addRanges(wire(range)));
        return wire;
    }

    private static WireRowChange change(RowKey row, PendingWrite write) {
        WireRowChange.Builder wire =
                WireRowChange.newBuilder().setTable(row.table().value()).setKey(ByteString.copyFrom(row.key()));
        if (write.operation() instanceof RowOperation.Put put) {
            wire.setValue(ByteString.copyFrom(put.value()));
        } else if (!(write.operation() instanceof RowOperation.Delete)) {
            throw new IllegalStateException("a merge runs where its function is, and is not sent: " + row);
        }
        Observed observed = write.observed();
        if (observed != null) {
            wire.setObserved(wire(observed));
        }
        return wire.build();
    }

    private static WireObserved wire(Observed observed) {
        return WireObserved.newBuilder()
                .setLsn(observed.lsn().value())
                .setLive(observed.isLive())
                .build();
    }

    private static WireRangeRead wire(RangeRead range) {
        WireRangeRead.Builder wire = WireRangeRead.newBuilder()
                .setTable(range.table().value())
                .setFrom(ByteString.copyFrom(range.covered().from()));
        byte[] to = range.covered().to();
        if (to != null) {
            wire.setTo(ByteString.copyFrom(to));
        }
        range.rows()
                .forEach(row -> wire.addRows(WireSeenRow.newBuilder()
                        .setKey(ByteString.copyFrom(row.key()))
                        .setLsn(row.lsn().value())));
        return wire.build();
    }

    static PeerFrame.Commit commit(WireCommit wire) {
        return new PeerFrame.Commit(
                wire.getRequestId(),
                writer(wire.getWriter()),
                wire.getIncarnation(),
                Ranges.notNegative(wire.getTimeoutNanos(), "a timeout"),
                request(wire));
    }

    /** What there is to commit, whoever is to. */
    static CommitRequest request(WireCommit wire) {
        WriteSet writes = new WriteSet();
        for (WireRowChange change : Lists.read(wire.getChangesList(), WireLimits.MAX_ROWS, "changes", each -> each)) {
            RowKey row = row(change.getTable(), change.getKey());
            if (change.hasValue()) {
                writes.put(row, bytes(change.getValue(), WireLimits.MAX_VALUE_BYTES, "bytes in a value"));
            } else {
                writes.delete(row);
            }
            if (change.hasObserved()) {
                writes.observe(row, observed(change.getObserved()));
            }
        }
        ReadSet reads = new ReadSet();
        for (WireRowRead read : Lists.read(wire.getReadsList(), WireLimits.MAX_ROWS, "reads", each -> each)) {
            reads.addPoint(row(read.getTable(), read.getKey()), observed(read.getObserved()));
        }
        Lists.read(wire.getRangesList(), WireLimits.MAX_ROWS, "ranges", CommitCodec::range)
                .forEach(reads::addRange);
        return new CommitRequest(
                ValueCodec.transactionId(wire.getTransaction()),
                new CheckedTransaction(writes, reads),
                ValueCodec.point(wire.getSnapshot()),
                lsn(wire.getAge()),
                0);
    }

    private static RowKey row(long table, ByteString key) {
        return new RowKey(page(table), bytes(key, WireLimits.MAX_KEY_BYTES, "bytes in a key"));
    }

    private static byte[] bytes(ByteString wire, int limit, String what) {
        Ranges.count(wire.size(), limit, what);
        return wire.toByteArray();
    }

    private static Observed observed(WireObserved wire) {
        return new Observed(lsn(wire.getLsn()), wire.getLive());
    }

    private static RangeRead range(WireRangeRead wire) {
        List<SeenRow> rows = Lists.read(
                wire.getRowsList(),
                WireLimits.MAX_ROWS,
                "rows",
                row -> new SeenRow(bytes(row.getKey(), WireLimits.MAX_KEY_BYTES, "bytes in a key"), lsn(row.getLsn())));
        byte[] from = bytes(wire.getFrom(), WireLimits.MAX_KEY_BYTES + 1, "bytes in a key");
        KeyRange covered = wire.hasTo()
                ? KeyRange.between(from, bytes(wire.getTo(), WireLimits.MAX_KEY_BYTES + 1, "bytes in a key"))
                : KeyRange.startingAt(from);
        return new RangeRead(page(wire.getTable()), covered, rows);
    }

    // ---- answers ---------------------------------------------------------------------------------------------------

    static WireCommitEnded wire(PeerFrame.CommitEnded ended) {
        WireCommitEnded.Builder wire = WireCommitEnded.newBuilder().setRequestId(ended.requestId());
        ClientAnswer answer = ended.answer();
        if (answer instanceof ClientAnswer.Committed committed) {
            wire.setCommitted(WireCommitted.newBuilder()
                    .setPoint(ValueCodec.wire(committed.readPoint()))
                    .setAttempts(committed.attempts())
                    .setPages(committed.pages()));
        } else if (answer instanceof ClientAnswer.Conflicted conflicted) {
            wire.setConflicted(wire(conflicted));
        } else if (answer instanceof ClientAnswer.Abandoned abandoned) {
            wire.setAbandoned(abandoned.age().value());
        } else if (answer instanceof ClientAnswer.Rewound rewound) {
            wire.setRewound(rewound.age().value());
        } else if (answer instanceof ClientAnswer.Indeterminate) {
            wire.setIndeterminate(true);
        } else if (answer instanceof ClientAnswer.Failed failed) {
            wire.setRefused(wire(failed.reason()));
        } else {
            throw new IllegalStateException("no commit that merges nothing ends with " + answer);
        }
        return wire.build();
    }

    private static WireConflicted wire(ClientAnswer.Conflicted conflicted) {
        CheckResult.RowConflict lost = conflicted.conflict();
        WireConflictKind kind = switch (lost.kind()) {
            case ROW_WRITTEN -> WireConflictKind.WIRE_CONFLICT_KIND_ROW_WRITTEN;
            case ROW_READ -> WireConflictKind.WIRE_CONFLICT_KIND_ROW_READ;
            case RANGE_READ -> WireConflictKind.WIRE_CONFLICT_KIND_RANGE_READ;
            case ABANDONED, REWOUND -> throw new IllegalStateException("no row conflicts so: " + lost);
        };
        return WireConflicted.newBuilder()
                .setKind(kind)
                .setTable(lost.row().table().value())
                .setKey(ByteString.copyFrom(lost.row().key()))
                .setObserved(lost.observed().value())
                .setFound(lost.found().value())
                .setAge(conflicted.age().value())
                .build();
    }

    private static WireRefusal wire(ClientAnswer.Failed.Reason reason) {
        return switch (reason) {
            case QUORUM_LOST -> WireRefusal.WIRE_REFUSAL_QUORUM_LOST;
            case NOT_OPEN -> WireRefusal.WIRE_REFUSAL_NOT_OPEN;
            case OVERLOADED -> WireRefusal.WIRE_REFUSAL_OVERLOADED;
            case SNAPSHOT_TOO_OLD -> WireRefusal.WIRE_REFUSAL_SNAPSHOT_TOO_OLD;
            case TOO_LARGE -> WireRefusal.WIRE_REFUSAL_TOO_LARGE;
        };
    }

    static PeerFrame.CommitEnded ended(WireCommitEnded wire) {
        ClientAnswer answer = switch (wire.getOutcomeCase()) {
            case COMMITTED ->
                new ClientAnswer.Committed(
                        ValueCodec.point(wire.getCommitted().getPoint()),
                        notNegative(wire.getCommitted().getAttempts(), "attempts"),
                        notNegative(wire.getCommitted().getPages(), "pages"));
            case CONFLICTED -> conflicted(wire.getConflicted());
            case ABANDONED -> new ClientAnswer.Abandoned(lsn(wire.getAbandoned()));
            case REWOUND -> new ClientAnswer.Rewound(lsn(wire.getRewound()));
            case INDETERMINATE -> new ClientAnswer.Indeterminate();
            case REFUSED -> new ClientAnswer.Failed(reason(wire.getRefused()));
            case OUTCOME_NOT_SET -> throw new IllegalArgumentException("a commit ends in a way that is known");
        };
        return new PeerFrame.CommitEnded(wire.getRequestId(), answer);
    }

    private static int notNegative(int number, String what) {
        return (int) Ranges.notNegative(number, what);
    }

    private static ClientAnswer.Conflicted conflicted(WireConflicted wire) {
        ConflictKind kind = switch (wire.getKind()) {
            case WIRE_CONFLICT_KIND_ROW_WRITTEN -> ConflictKind.ROW_WRITTEN;
            case WIRE_CONFLICT_KIND_ROW_READ -> ConflictKind.ROW_READ;
            case WIRE_CONFLICT_KIND_RANGE_READ -> ConflictKind.RANGE_READ;
            case WIRE_CONFLICT_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a conflict is of a kind that is known");
        };
        CheckResult.RowConflict lost = new CheckResult.RowConflict(
                kind, row(wire.getTable(), wire.getKey()), lsn(wire.getObserved()), lsn(wire.getFound()));
        return new ClientAnswer.Conflicted(lost, lsn(wire.getAge()));
    }

    private static ClientAnswer.Failed.Reason reason(WireRefusal wire) {
        return switch (wire) {
            case WIRE_REFUSAL_QUORUM_LOST -> ClientAnswer.Failed.Reason.QUORUM_LOST;
            case WIRE_REFUSAL_NOT_OPEN -> ClientAnswer.Failed.Reason.NOT_OPEN;
            case WIRE_REFUSAL_OVERLOADED -> ClientAnswer.Failed.Reason.OVERLOADED;
            case WIRE_REFUSAL_SNAPSHOT_TOO_OLD -> ClientAnswer.Failed.Reason.SNAPSHOT_TOO_OLD;
            case WIRE_REFUSAL_TOO_LARGE -> ClientAnswer.Failed.Reason.TOO_LARGE;
            case WIRE_REFUSAL_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a refusal has a reason that is known");
        };
    }
}
