package dev.sextant.replication.client;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.check.CheckResult;
import dev.sextant.conflict.check.RowCheck;
import dev.sextant.conflict.check.RowWrite;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.PoolLoop;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.Redo;
import dev.sextant.storage.tree.IncarnationPageAllocator;
import dev.sextant.storage.tree.PageAllocator;
import dev.sextant.storage.tree.PageEdit;
import dev.sextant.storage.tree.TombstoneHorizon;
import dev.sextant.storage.tree.TreeEditor;
import dev.sextant.storage.tree.VersionedPage;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A volume that decides at once: every version of every page, and what became of every transaction. */
final class FakeVolume {
    private final NavigableMap<PageId, List<VersionedPage>> pages = new TreeMap<>();
    private final NavigableMap<TransactionId, ClientAnswer> outcomes = new TreeMap<>();
    private final PageAllocator allocator = new IncarnationPageAllocator(new WriterId(0), 1);
    private long lamport;
    private ReadPoint decided = ReadPoint.ZERO;

    long lastTransaction;

    /** What was handed over, in order. */
    final List<CommitRequest> requests = new ArrayList<>();

    /** Hears of each transaction at the moment it becomes part of the volume. */
    Consumer<CommitRequest> onCommit = request -> {};

    /** The state that sees everything. */
    ReadPoint decided() {
        return decided;
    }

    List<VersionedPage> versions(PageId page) {
        return pages.getOrDefault(page, List.of());
    }

    /** The version of a page that a read point sees. */
    VersionedPage page(PageId page, ReadPoint at) {
        VersionedPage visible = VersionedPage.EMPTY;
        for (VersionedPage version : versions(page)) {
            visible = at.sees(version.version()) ? version : visible;
        }
        return visible;
    }

    ClientAnswer commit(WriterId writer, CommitRequest request) {
        ClientAnswer known = outcomes.get(request.transaction());
        if (known != null) {
            throw new AssertionError("a transaction is committed once, but here is " + request.transaction());
        }
        requests.add(request);
        ClientAnswer answer = decide(writer, request);
        outcomes.put(request.transaction(), answer);
        return answer;
    }

    /** What became of it; if nothing has, nothing ever will. */
    ClientAnswer outcome(TransactionId transaction) {
        return outcomes.computeIfAbsent(transaction, unknown -> new ClientAnswer.Abandoned(Lsn.ZERO));
    }

    private ClientAnswer decide(WriterId writer, CommitRequest request) {
        TreeEditor editor =
                new TreeEditor(page -> page(page, decided), allocator, PageFormat.DEFAULT, TombstoneHorizon.KEEP_ALL);
        lamport++;
        Lsn lsn = Lsn.of(lamport, writer);
        CheckResult result = RowCheck.check(request.checked(), PoolLoop.rows(editor));
        if (result instanceof CheckResult.RowConflict conflict) {
            return new ClientAnswer.Conflicted(conflict, request.age().equals(Lsn.ZERO) ? lsn : request.age());
        }
        if (result instanceof CheckResult.MergeFailed failure) {
            return new ClientAnswer.MergeFailed(failure);
        }
        for (RowWrite write : ((CheckResult.Passed) result).writes()) {
            if (write.value() == null) {
                editor.delete(write.row().table(), write.row().key());
            } else {
                editor.put(write.row().table(), write.row().key(), write.value());
            }
        }
        long seq = decided.upTo(writer) + 1;
        VersionId version = new VersionId(lsn, seq);
        for (PageEdit edit : editor.edits(editor.written())) {
            List<VersionedPage> chain = pages.computeIfAbsent(edit.page(), page -> new ArrayList<>());
            VersionedPage base = chain.isEmpty() ? VersionedPage.EMPTY : chain.get(chain.size() - 1);
            chain.add(new VersionedPage(Redo.apply(base.page(), edit.delta(), version), version));
        }
        decided = decided.with(writer, seq, new long[0]);
        onCommit.accept(request);
        return new ClientAnswer.Committed(decided);
    }
}
