package dev.sextant.replication.runtime.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Keeps pages up to date by server-sent events, one message a look; not more pages than there is room for. Thread safety: any thread. */
final class EventStream {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    /** Tells the browser how soon to come back when the connection is lost. */
    private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private final Feed feed;
    private final Workers workers;
    private final Semaphore room = new Semaphore(ConsoleLimits.STREAMS);

    EventStream(Feed feed, Workers workers) {
        this.feed = feed;
        this.workers = workers;
    }

    /** Returns when the page goes away, or the console is closed; not null if there is no room. */
    @Nullable
    Refusal serve(HttpExchange exchange) throws IOException {
        if (!room.tryAcquire()) {
            return new Refusal(
                    UNAVAILABLE,
                    "As many pages as the console serves at once are open; this one tries again by itself.");
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(OK, 0);
            OutputStream out = exchange.getResponseBody();
            out.write(RETRY);
            write(out);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
        return null;
    }

    private void write(OutputStream out) throws IOException, InterruptedException {
        Feed.Reader reader = feed.reader();
        while (true) {
            workers.pause();
            String message = reader.next();
            workers.hurry();
            if (message == null) {
                return;
            }
            // JSON of ours has no line breaks, which would end the message.
            out.write(("data: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
