package dev.sextant.replication.runtime.jfr;

import dev.sextant.api.CommitResult;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.ClientProbe;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.WriterEvent;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of Java Flight Recorder of what happens. While nobody records, that costs a look at whether somebody does.
 *
 * <p>Thread safety: any thread.
 */
public final class FlightRecorderProbe implements ClientProbe {
    private static final int NONE = -1;

    @Override
    public CommitWatch commitBegins(WriterId writer, CommitRequest request) {
        CommitEvent event = new CommitEvent();
        if (!event.isEnabled() && !new ConflictEvent().isEnabled()) {
            return CommitWatch.NONE;
        }
        event.begin();
        return (result, attempts, pages) -> {
            event.end();
            if (event.shouldCommit()) {
                event.transaction = request.transaction().toString();
                event.writer = writer.slot();
                event.result = word(result);
                event.attempts = attempts;
                event.rows = request.checked().writes().rows().size();
                event.pages = pages;
                event.commit();
            }
            if (result instanceof CommitResult.Conflicted conflicted) {
                lost(writer, conflicted);
            }
        };
    }

    private static String word(@Nullable CommitResult result) {
        if (result instanceof CommitResult.Committed) {
            return "COMMITTED";
        }
        if (result instanceof CommitResult.Conflicted) {
            return "CONFLICTED";
        }
        return result == null ? "FAILED" : "INDETERMINATE";
    }

    /** Nobody was in the way of a transaction that was abandoned, or went with a state that was taken back. */
    private static void lost(WriterId writer, CommitResult.Conflicted conflicted) {
        ConflictEvent event = new ConflictEvent();
        boolean inTheWay = conflicted.kind() != ConflictKind.ABANDONED && conflicted.kind() != ConflictKind.REWOUND;
        if (inTheWay && event.shouldCommit()) {
            event.kind = conflicted.kind().name();
            event.writer = writer.slot();
            event.table = conflicted.table();
            event.transaction = conflicted.transaction().toString();
            event.commit();
        }
    }

    @Override
    public PageWatch pageMissed(NodeAddress reader, PageId page) {
        PageMissEvent event = new PageMissEvent();
        if (!event.isEnabled()) {
            return PageWatch.NONE;
        }
        event.begin();
        return segment -> {
            event.end();
            if (event.shouldCommit()) {
                event.writer = reader.isWriter() ? reader.index() : NONE;
                event.replica = reader.isReplica() ? reader.index() : NONE;
                event.page = page.toString();
                event.segment = index(segment);
                event.commit();
            }
        };
    }

    private static int index(@Nullable SegmentId segment) {
        return segment == null ? NONE : segment.index();
    }

    /** Something happened at a writer. */
    public void writer(WriterId writer, WriterEvent happened) {
        if (happened instanceof WriterEvent.Settled settled) {
            SettleEvent event = new SettleEvent();
            if (event.shouldCommit()) {
                event.writer = writer.slot();
                event.proposal = settled.proposal().toString();
                event.fate = settled.fate().name();
                event.took = settled.nanos();
                event.commit();
            }
        } else if (happened instanceof WriterEvent.PageLost lost) {
            ConflictEvent event = new ConflictEvent();
            if (event.shouldCommit()) {
                event.kind = "PAGE";
                event.writer = writer.slot();
                PageId page = lost.page();
                event.page = page == null ? null : page.toString();
                event.proposal = lost.proposal().toString();
                event.commit();
            }
        }
    }
}
