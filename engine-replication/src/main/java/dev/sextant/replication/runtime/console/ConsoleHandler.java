package dev.sextant.replication.runtime.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers requests: the page and its files, the present state, and the stream that keeps a page up to date. Thread safety: any thread. */
final class ConsoleHandler implements HttpHandler {
    /** Nothing but what is served here is loaded, sent to or framed. */
    private static final Map<String, String> SECURITY = new TreeMap<>(Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store"));

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** What the server takes for none. */
    private static final int NO_CONTENT = -1;

    private final Feed feed;
    private final EventStream stream;
    private final Guard guard;
    private final Map<String, Resource> resources = new TreeMap<>();

    ConsoleHandler(Feed feed, EventStream stream, Guard guard) {
        this.feed = feed;
        this.stream = stream;
        this.guard = guard;
        for (Resource resource : Resource.all()) {
            resources.put(resource.path(), resource);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            Headers headers = exchange.getResponseHeaders();
            SECURITY.forEach(headers::set);
            String path = exchange.getRequestURI().getPath();
            Refusal refusal = guard.check(exchange, Resource.PAGE.equals(path));
            if (refusal == null) {
                refusal = answer(exchange, path == null ? "" : path);
            }
            if (refusal != null) {
                headers.set("Allow", "GET");
                headers.set("Connection", "close");
                send(exchange, refusal.status(), "text/plain; charset=utf-8", bytes(refusal.why() + "\n"));
                if (refusal.status() == Guard.BAD_REQUEST) {
                    // The server waits for the content, to throw it away; interrupted, it ends the connection instead.
                    exchange.getResponseBody().flush();
                    Thread.currentThread().interrupt();
                }
            }
        } finally {
            exchange.close();
        }
    }

    private @Nullable Refusal answer(HttpExchange exchange, String path) throws IOException {
        Resource resource = resources.get(path);
        if (resource != null) {
            send(exchange, OK, resource.contentType(), resource.content());
        } else if (path.equals("/status")) {
            send(exchange, OK, "application/json", bytes(feed.state()));
        } else if (path.equals("/events")) {
            return stream.serve(exchange);
        } else {
            return new Refusal(NOT_FOUND, "There is nothing here. The console is at /.");
        }
        return null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String contentType, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, NO_CONTENT);
            return;
        }
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }
}
