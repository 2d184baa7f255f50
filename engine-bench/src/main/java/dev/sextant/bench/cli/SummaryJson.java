package dev.sextant.bench.cli;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Json;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.replication.offline.PageSummary;
import dev.sextant.replication.offline.VolumeSummary;
import dev.sextant.storage.segment.PageVersions;
import dev.sextant.storage.segment.StoredState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts summaries into what {@link Json} writes. */
final class SummaryJson {
    private SummaryJson() {}

    static Map<String, Object> of(VolumeSummary summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", summary.directory().toString());
        json.put("format", summary.format());
        json.put("volume", summary.volume().toString());
        json.put("created", summary.created().toString());
        json.put("pageSizeBytes", summary.pageSizeBytes());
        json.put("highestLsn", summary.highestLsn().value());
        json.put(
                "segments",
                summary.segments().stream().map(segment -> of(summary, segment)).toList());
        json.put("tables", summary.tables().stream().map(SummaryJson::of).toList());
        json.put("problems", summary.problems());
        return json;
    }

    private static Map<String, Object> of(VolumeSummary volume, VolumeSummary.SegmentSummary segment) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("segment", segment.id().index());
        json.put("role", volume.layout().role(segment.id()).name());
        json.put("refusal", segment.refusal());
        json.put("generation", segment.generation());
        json.put("whole", segment.whole());
        json.put("held", Json.text(segment.held()));
        json.put("floor", segment.floor().toString());
        json.put("moments", segment.moments());
        json.put("sizeBytes", segment.sizeBytes());
        Map<String, Object> shelves = new LinkedHashMap<>();
        segment.shelves().forEach((shelf, size) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("entriesAbout", size.entries());
            one.put("sortedBytes", size.sortedBytes());
            one.put("logBytes", size.logBytes());
            shelves.put(shelf.toString(), one);
        });
        json.put("shelves", shelves);
        json.put("commits", segment.commits());
        json.put("commitsWithoutContent", segment.commitsWithoutContent());
        json.put("pages", segment.pages());
        List<Object> slots = new ArrayList<>();
        segment.slots().forEach(slot -> slots.add(of(slot)));
        json.put("slots", slots);
        json.put("undecided", segment.inDoubt().stream().map(SummaryJson::of).toList());
        return json;
    }

    private static Map<String, Object> of(SlotState slot) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("incarnation", slot.incarnation());
        json.put("abstainBelow", slot.abstainBelow());
        List<Object> openings = new ArrayList<>();
        for (SlotState.Opening opening : slot.openings()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("incarnation", opening.incarnation());
            one.put("closeFrom", opening.closeFrom());
            one.put("firstSeq", opening.firstSeq());
            openings.add(one);
        }
        json.put("openings", openings);
        return json;
    }

    private static Map<String, Object> of(StoredState.InDoubt doubtful) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("proposal", doubtful.id().toString());
        json.put("promised", doubtful.promised());
        json.put("vote", doubtful.vote());
        json.put("age", doubtful.age().value());
        json.put("pages", doubtful.pages().stream().map(PageId::toString).toList());
        return json;
    }

    private static Map<String, Object> of(VolumeSummary.TableSummary table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", table.name());
        json.put("root", table.root().toString());
        json.put("rows", table.rows());
        json.put("pages", table.pages());
        json.put("levels", table.levels());
        return json;
    }

    static Map<String, Object> of(PageId page, List<PageSummary> summaries) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("page", page.toString());
        json.put("segments", summaries.stream().map(SummaryJson::of).toList());
        return json;
    }

    private static Map<String, Object> of(PageSummary summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("segment", summary.segment().index());
        json.put("refusal", summary.refusal());
        json.put("newest", summary.newest().toString());
        json.put("content", summary.content());
        json.put("versions", summary.versions().stream().map(SummaryJson::of).toList());
        return json;
    }

    private static Map<String, Object> of(PageVersions.Version version) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", version.id().toString());
        json.put("base", Json.text(version.base()));
        json.put("fate", Json.text(version.fate()));
        json.put("deltaBytes", version.deltaBytes() < 0 ? null : version.deltaBytes());
        json.put("imageBytes", version.imageBytes() < 0 ? null : version.imageBytes());
        return json;
    }
}
