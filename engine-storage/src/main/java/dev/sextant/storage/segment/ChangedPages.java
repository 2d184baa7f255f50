package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.message.WriterMessage.PageRefused;
import dev.sextant.conflict.version.PageRead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells who wants to backtrack which pages have changed. */
final class ChangedPages {
    private static final int PAGES_TOLD = 4_096;
    private static final int PAGES_LOOKED_AT = 65_536;

    private final SegmentId self;
    private final SegmentLog log;

    ChangedPages(SegmentId self, SegmentLog log) {
        this.self = self;
        this.log = log;
    }

    WriterMessage.ChangedAre answer(SegmentMessage.AskChanged ask) {
        PageRefused.Reason refusal = refusal(ask);
        if (refusal != null) {
            return new WriterMessage.ChangedAre(ask.requestId(), self, refusal, List.of(), null);
        }
        List<PageRead> changed = new ArrayList<>();
        PageId next = null;
        int looked = 0;
        for (PageId page : log.acceptor().pages().pagesFrom(ask.from())) {
            if (changed.size() == PAGES_TOLD || looked == PAGES_LOOKED_AT) {
                next = page;
                break;
            }
            looked++;
            VersionId newest = log.acceptor().pages().newest(page);
            if (!ask.since().sees(newest)) {
                changed.add(new PageRead(page, newest));
            }
        }
        return new WriterMessage.ChangedAre(ask.requestId(), self, null, changed, next);
    }

    private PageRefused.@Nullable Reason refusal(SegmentMessage.AskChanged ask) {
        ReadPoint floor = log.floor();
        if (!ask.since().covers(floor)) {
            return PageRefused.Reason.TOO_OLD;
        }
        return log.held().covers(ask.at()) ? null : PageRefused.Reason.BEHIND;
    }
}
