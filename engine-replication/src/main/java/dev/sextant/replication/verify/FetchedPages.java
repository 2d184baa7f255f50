package dev.sextant.replication.verify;

import dev.sextant.api.PageId;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.spi.Await;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.tree.PageSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pages of the volume as of one read point, each fetched through a writer when it is asked for; waits for it. */
public final class FetchedPages implements PageSource {
    private static final int KEPT_PAGES = 512;
    private static final float LOAD_FACTOR = 0.75f;

    private final WriterPort writer;
    private final ReadPoint at;
    private final Await waits;
    private final Map<PageId, Page> kept = new LinkedHashMap<>(KEPT_PAGES, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PageId, Page> eldest) {
            return size() > KEPT_PAGES;
        }
    };

    public FetchedPages(WriterPort writer, ReadPoint at, Await waits) {
        this.writer = writer;
        this.at = at;
        this.waits = waits;
    }

    @Override
    public Page page(PageId id) {
        Page page = kept.get(id);
        if (page == null) {
            page = fetch(id);
            kept.put(id, page);
        }
        return page;
    }

    private Page fetch(PageId id) {
        Page cached = writer.pool().lookup(id, at);
        if (cached != null) {
            return cached;
        }
        ClientAnswer answer = waits.await(writer.request(request -> new WriterInput.FetchPage(request, id, at)));
        if (answer instanceof ClientAnswer.PageFetched fetched) {
            return fetched.page();
        }
        if (answer instanceof ClientAnswer.Failed failed && failed.reason() == ClientAnswer.Failed.Reason.QUORUM_LOST) {
            throw new QuorumLostException(0, 1);
        }
        throw WriterUnavailableException.of(writer.id(), writer.state());
    }
}
