package dev.sextant.replication.client;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.PoolLoop;
import dev.sextant.replication.writer.Residency;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.storage.tree.VersionedPage;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A run of a writer over a {@link FakeVolume}: a real buffer pool, and a loop whose every input is a step of the test. It is
 * behind the volume until it catches up, which it does to commit or when it is asked to show something.
 */
final class FakeWriter implements WriterPort {
    private final FakeVolume volume;
    private final Executor loopSteps;
    private final WriterId id;
    private final long incarnation;
    private final BufferPool pool = new BufferPool(new Forgetful());
    private final PoolLoop loop = new PoolLoop(pool);
    private final SnapshotRegistry snapshots = new SnapshotRegistry(pool);
    private final TreeSet<PageId> cached = new TreeSet<>();
    private final NavigableMap<Long, CompletableFuture<ClientAnswer>> unanswered = new TreeMap<>();
    private long lastRequest;

    /** The most requests that were under way at once. */
    int mostUnanswered;

    volatile WriterState state = WriterState.OPEN;

    /** The answer to give instead of carrying an input out; null carries it out, unless the writer dies of it. */
    Function<WriterInput, @Nullable ClientAnswer> instead = input -> null;

    /** Whether a page that was fetched stays in memory. */
    boolean keepsPages = true;

    final List<WriterInput> inputs = new ArrayList<>();
    int rollbacks;

    FakeWriter(FakeVolume volume, Executor steps, WriterId id, long incarnation) {
        this.volume = volume;
        loopSteps = steps;
        this.id = id;
        this.incarnation = incarnation;
        catchUp();
    }

    private static final class Forgetful implements Residency {
        @Override
        public void touched(PageId page) {}

        @Override
        public void sized(PageId page, int sizeBytes) {}
    }

    @Override
    public WriterId id() {
        return id;
    }

    @Override
    public WriterState state() {
        return state;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public BufferPool pool() {
        return pool;
    }

    @Override
    public SnapshotRegistry snapshots() {
        return snapshots;
    }

    @Override
    public void rolledBack() {
        rollbacks++;
    }

    // ---- the loop --------------------------------------------------------------------------------------------------

    @Override
    public void submit(WriterInput input) {
        loopSteps.execute(() -> {
            if (isOpen()) {
                inputs.add(input);
                if (input instanceof WriterInput.Prefetch prefetch) {
                    cache(prefetch.page());
                }
            }
        });
    }

    @Override
    public CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input) {
        CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        long requestId;
        synchronized (unanswered) {
            if (!isOpen()) {
                answer.completeExceptionally(WriterUnavailableException.of(id, state));
                return answer;
            }
            requestId = ++lastRequest;
            unanswered.put(requestId, answer);
            mostUnanswered = Math.max(mostUnanswered, unanswered.size());
        }
        WriterInput made = input.apply(requestId);
        loopSteps.execute(() -> process(requestId, made));
        return answer.minimalCompletionStage();
    }

    private void process(long requestId, WriterInput input) {
        if (!isOpen()) {
            return;
        }
        inputs.add(input);
        ClientAnswer other = instead.apply(input);
        ClientAnswer answer = other != null || !isOpen() ? other : carryOut(input);
        if (answer != null) {
            loopSteps.execute(() -> answer(requestId, answer)); // until then the answer can be lost
        }
    }

    private void answer(long requestId, ClientAnswer answer) {
        CompletableFuture<ClientAnswer> waiting;
        synchronized (unanswered) {
            waiting = unanswered.remove(requestId);
        }
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    ClientAnswer carryOut(WriterInput input) {
        if (input instanceof WriterInput.Commit commit) {
            ClientAnswer answer = volume.commit(id, commit.request());
            catchUp();
            return answer;
        }
        if (input instanceof WriterInput.FetchPage fetch) {
            VersionedPage content = volume.page(fetch.page(), fetch.at());
            if (keepsPages) {
                cache(fetch.page());
            }
            return new ClientAnswer.PageFetched(content.page(), null);
        }
        if (input instanceof WriterInput.AwaitPoint || input instanceof WriterInput.AwaitGlobal) {
            catchUp();
            return new ClientAnswer.PointReached(shown());
        }
        if (input instanceof WriterInput.AskOutcome ask) {
            return volume.outcome(ask.token().transaction());
        }
        throw new AssertionError("no client sends " + input);
    }

    private void cache(PageId page) {
        if (cached.add(page)) {
            loop.install(page, volume.page(page, shown()));
        }
    }

    ReadPoint shown() {
        return pool.current().point();
    }

    /** Applies everything that was decided. */
    void catchUp() {
        for (PageId page : cached) {
            VersionedPage newest = loop.newest(page);
            for (VersionedPage version : volume.versions(page)) {
                if (version.version().compareTo(newest.version()) > 0) {
                    loop.prepend(page, newest.version(), version.version(), version.page());
                    newest = version;
                }
            }
        }
        loop.publish(volume.decided());
    }

    /** Drops a page from memory, be it in use or not. */
    void evict(PageId page) {
        if (cached.remove(page)) {
            loop.remove(page);
        }
    }

    List<PageId> cached() {
        return new ArrayList<>(cached);
    }

    void evictAll() {
        cached().forEach(this::evict);
    }

    /** Dies: what waits for an answer learns that, and nothing else. */
    void die(WriterState how) {
        List<CompletableFuture<ClientAnswer>> waiting;
        synchronized (unanswered) {
            state = how;
            waiting = new ArrayList<>(unanswered.values());
            unanswered.clear();
        }
        waiting.forEach(answer -> answer.completeExceptionally(WriterUnavailableException.of(id, how)));
    }
}
