package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an audit makes of the store of a segment. */
final class Audited implements AuditObserver, ShelfReader {
    private final ModelStore store;
    private final List<String> findings = new ArrayList<>();
    private final Map<Shelf, Long> looked = new TreeMap<>();
    private final SegmentAudit audit;
    private final SegmentAudit.Result result;

    private Audited(Rig rig) {
        store = rig.store;
        audit = new SegmentAudit(this, rig.settings().role(), this);
        result = audit.run(rig.core().counters().held());
    }

    static Audited of(Rig rig) {
        return new Audited(rig);
    }

    List<String> findings() {
        return findings;
    }

    SegmentAudit audit() {
        return audit;
    }

    SegmentAudit.Result result() {
        return result;
    }

    Map<Shelf, Long> looked() {
        return looked;
    }

    @Override
    public void found(Shelf shelf, @Nullable PageId page, byte @Nullable [] key, String problem) {
        findings.add(shelf + " " + page + ": " + problem);
    }

    @Override
    public void looked(Shelf shelf, long entries) {
        looked.put(shelf, entries);
    }

    @Override
    public void walk(Shelf shelf, byte[] from, byte[] to, Visitor visitor) {
        store.shelf(shelf).subMap(from, true, to, false).forEach((key, value) -> {
            if (value.length == 0) {
                visitor.damaged(key, "its checksum does not match");
            } else {
                visitor.entry(key, value);
            }
        });
    }

    @Override
    public byte @Nullable [] value(Shelf shelf, byte[] key) {
        byte[] value = store.shelf(shelf).get(key);
        return value == null || value.length == 0 ? null : value;
    }
}
