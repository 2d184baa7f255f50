package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage.ChangedAre;
import dev.sextant.conflict.version.PageRead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells who wants to backtrack which pages have changed. */
final class ChangedSince {
    private static final int PAGES_TOLD = 4_096;
    private static final int PAGES_LOOKED_AT = 65_536;

    private final SegmentId self;
    private final SegmentLog log;

    ChangedSince(SegmentId self, SegmentLog log) {
        this.self = self;
        this.log = log;
    }

    ChangedAre answer(SegmentMessage.AskChanged ask) {
        ChangedAre.Answer answer = answerTo(ask);
        List<PageRead> changed = new ArrayList<>();
        PageId next = null;
        if (answer == ChangedAre.Answer.TOLD) {
            next = collect(ask, changed);
        }
        return new ChangedAre(ask.requestId(), self, answer, changed, next);
    }

    private ChangedAre.Answer answerTo(SegmentMessage.AskChanged ask) {
        if (!ask.since().covers(log.floor())) {
            return ChangedAre.Answer.TOO_OLD;
        }
        return log.held().covers(ask.at()) ? ChangedAre.Answer.TOLD : ChangedAre.Answer.BEHIND;
    }

    /** Returns where to go on; null after the last page. */
    private @Nullable PageId collect(SegmentMessage.AskChanged ask, List<PageRead> to) {
        int looked = 0;
        for (PageId page : log.acceptor().pages().pagesFrom(ask.from())) {
            if (to.size() == PAGES_TOLD || looked == PAGES_LOOKED_AT) {
                return page;
            }
            looked++;
            VersionId newest = log.acceptor().pages().newest(page);
            if (!ask.since().sees(newest)) {
                to.add(new PageRead(page, newest));
            }
        }
        return null;
    }
}
