package dev.sextant.bench.console;

import dev.sextant.api.spi.Json;
import dev.sextant.bench.report.JsonText;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a browser by the DevTools protocol: commands with answers, and complaints that come by themselves.
 *
 * <p>Thread safety: any thread.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final Set<String> COMPLAINTS = Set.of("Runtime.exceptionThrown", "Log.entryAdded");

    private final AtomicInteger lastId = new AtomicInteger();
    private final ConcurrentHashMap<Integer, CompletableFuture<Object>> pending = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private final WebSocket socket;

    DevTools(URI address) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, this)
                .join();
    }

    /** What a page had to complain of: exceptions, and what was forbidden or not found. */
    List<String> complaints(String session) {
        return complaints.stream()
                .filter(complaint -> session.equals(JsonText.at(JsonText.parse(complaint), "sessionId")))
                .toList();
    }

    /** The answer to a command. */
    Object call(@Nullable String session, String method, Map<String, Object> parameters) {
        int id = lastId.incrementAndGet();
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("id", id);
        command.put("method", method);
        command.put("params", parameters);
        if (session != null) {
            command.put("sessionId", session);
        }
        CompletableFuture<Object> answer = new CompletableFuture<>();
        pending.put(id, answer);
        synchronized (socket) {
            socket.sendText(Json.of(command), true).join();
        }
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            received(whole);
        }
        from.request(1);
        return null;
    }

    private void received(String text) {
        Object received = JsonText.parse(text);
        if (JsonText.at(received, "id") instanceof Double id) {
            CompletableFuture<Object> answer = pending.remove(id.intValue());
            Object result = JsonText.at(received, "result");
            if (answer != null && result != null) {
                answer.complete(result);
            } else if (answer != null) {
                answer.completeExceptionally(new IllegalStateException(text));
            }
        } else if (COMPLAINTS.contains(String.valueOf(JsonText.at(received, "method")))) {
            complaints.add(text);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
