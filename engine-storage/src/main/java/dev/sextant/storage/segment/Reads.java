package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers reads from the disk: pages, and what is known of proposals. */
final class Reads {
    private static final byte[] NO_IMAGE = {};

    private final SegmentId self;
    private final Outbox out;
    private final SegmentLog log;
    private final Archive archive;
    private final PageBuilder builder;
    private final SegmentSettings.Limits limits;
    private int answering;
    private long built;
    private long refused;

    Reads(
            SegmentId self,
            Outbox out,
            SegmentLog log,
            Archive archive,
            PageBuilder builder,
            SegmentSettings.Limits limits) {
        this.self = self;
        this.out = out;
        this.log = log;
        this.archive = archive;
        this.builder = builder;
        this.limits = limits;
    }

    long built() {
        return built;
    }

    long refused() {
        return refused;
    }

    /** A page as of a read point that is held here; whoever asks for more, or when too many ask, asks another segment. */
    void onReadPage(NodeAddress from, SegmentMessage.ReadPage read) {
        if (!read.at().covers(log.floor())) {
            refuse(from, read, WriterMessage.PageRefused.Reason.TOO_OLD);
            return;
        }
        boolean begun = log.held().covers(read.at())
                && builder.build(read.page(), read.at(), result -> answer(from, read, result));
        if (!begun) {
            refuse(from, read, WriterMessage.PageRefused.Reason.BEHIND);
        }
    }

    private void answer(NodeAddress from, SegmentMessage.ReadPage read, PageBuilder.@Nullable Built result) {
        if (result == null) {
            boolean dropped = !read.at().covers(log.floor());
            refuse(
                    from,
                    read,
                    dropped ? WriterMessage.PageRefused.Reason.TOO_OLD : WriterMessage.PageRefused.Reason.BEHIND);
            return;
        }
        built++;
        byte[] image = result.version().isNone() ? NO_IMAGE : result.page().toImage();
        PageId page = read.page();
        out.send(from, new WriterMessage.PageBuilt(read.requestId(), self, page, result.version(), image));
    }

    void refuse(NodeAddress from, SegmentMessage.ReadPage read, WriterMessage.PageRefused.Reason reason) {
        refused++;
        out.send(from, new WriterMessage.PageRefused(read.requestId(), self, read.page(), reason));
    }

    /**
     * What is known of proposals. An answer is bounded: what it says nothing of is asked for again.
     *
     * @param whole whether this segment's not knowing means anything
     */
    void onPull(NodeAddress from, SegmentMessage.Pull pull, boolean whole) {
        if (answering >= limits.answersAtOnce()) {
            return;
        }
        List<ProposalId> decided = new ArrayList<>();
        List<ProposalId> unknown = new ArrayList<>();
        for (ProposalId id : pull.ids().subList(0, Math.min(pull.ids().size(), limits.toldProposals()))) {
            boolean known = log.acceptor().fates().of(id) != null;
            if (known) {
                decided.add(id);
            } else if (whole) {
                unknown.add(id);
            }
        }
        answering++;
        archive.read(decided, answer -> {
            answering--;
            NodeAddress teller = NodeAddress.of(self);
            out.send(from, new WriterMessage.Told(pull.requestId(), teller, answer.proposals(), unknown));
        });
    }
}
