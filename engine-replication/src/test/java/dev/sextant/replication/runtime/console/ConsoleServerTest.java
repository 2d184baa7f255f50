package dev.sextant.replication.runtime.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterHealth;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.WriterState;
import dev.sextant.api.config.HostAddress;
import dev.sextant.replication.runtime.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server of the console answers, and to whom; by sockets, since clients would not send most of this. */
class ConsoleServerTest {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final HostAddress LOOPBACK = new HostAddress("127.0.0.1", 0);

    private final Timeline timeline = new Timeline(0);
    private final ConsoleView view = new ConsoleView(
            "test", ClusterHealth.of(Statuses.of(Statuses.writer(0, WriterState.OPEN, 0, 0))), List.of());
    private final List<Socket> sockets = new ArrayList<>();
    private final Console console = Console.serve(LOOPBACK, false, () -> view, timeline);

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        console.close();
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), console.uri().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private BufferedReader ask(String request) throws IOException {
        Socket socket = connect();
        send(socket, request);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The whole answer; the connection ends with it. */
    private String answer(String method, String path, String... headers) throws IOException {
        String request =
                method + " " + path + " HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        return String.join("\n", ask(request).lines().toList());
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console.js", "/console.css", "/icon.svg", "/status"})
    void everythingIsServedWithHeadersThatKeepItToItself(String path) throws IOException {
        String answer = answer("GET", path, "Host: localhost");
        assertStatus(200, answer);
        String headers = answer.substring(0, answer.indexOf("\n\n")).toLowerCase(Locale.ROOT);
        assertTrue(headers.contains("content-security-policy: default-src 'none'; script-src 'self'"), headers);
        assertTrue(headers.contains("frame-ancestors 'none'"), headers);
        assertTrue(headers.contains("x-content-type-options: nosniff"), headers);
        assertTrue(headers.contains("cross-origin-resource-policy: same-origin"), headers);
        assertTrue(headers.contains("cache-control: no-store"), headers);
        assertFalse(headers.contains("set-cookie"), headers);
        assertFalse(headers.contains("access-control-allow-origin"), headers);
    }

    @Test
    void theFilesNameNothingElsewhere() {
        for (Resource resource : Resource.all()) {
            String text = new String(resource.content(), StandardCharsets.UTF_8)
                    .replace("http://www.w3.org/2000/svg", "the name of SVG");
            assertFalse(text.contains("://"), resource::path);
            assertFalse(text.contains("url("), resource::path);
        }
    }

    @Test
    void theStatusIsJson() throws IOException {
        String answer = answer("GET", "/status", "Host: localhost");
        assertTrue(answer.contains("\n\n{\"version\":1,\"name\":\"test\",\"epochMillis\":"), answer);
        assertTrue(
                answer.endsWith(",\"processes\":[],\"health\":" + view.health().toJson() + "}"), answer);
    }

    @Test
    void thereIsNothingElse() throws IOException {
        assertStatus(404, answer("GET", "/../etc/passwd", "Host: localhost"));
        assertStatus(404, answer("GET", "/Console.class", "Host: localhost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE"})
    void onlyGetIsAnswered(String method) throws IOException {
        String answer = answer(method, "/status", "Host: localhost");
        assertStatus(405, answer);
        assertTrue(answer.contains("Allow: GET"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "a@localhost",
                "localhost:1:2",
                ""
            })
    void aNameThatMayLeadHereByADeceitIsRefused(String host) throws IOException {
        assertStatus(421, answer("GET", "/status", "Host: " + host));
        assertStatus(421, answer("GET", "/", "Host: " + host));
        assertStatus(421, answer("GET", "/events", "Host: " + host));
    }

    @Test
    void aRequestWithoutAHostOrWithTwoIsRefused() throws IOException {
        assertStatus(421, answer("GET", "/", "Accept: */*"));
        assertStatus(421, answer("GET", "/", "Host: localhost", "Host: localhost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:9", "127.0.0.1:8080", "10.1.2.3", "[::1]:80", "[fe80::1]"})
    void addressesAndThisMachineAreTrusted(String host) throws IOException {
        assertStatus(200, answer("GET", "/status", "Host: " + host));
    }

    @Test
    void otherPagesGetNothingButMayLinkHere() throws IOException {
        assertStatus(403, answer("GET", "/status", "Host: localhost", "Sec-Fetch-Site: cross-site"));
        assertStatus(403, answer("GET", "/events", "Host: localhost", "Sec-Fetch-Site: same-site"));
        assertStatus(200, answer("GET", "/", "Host: localhost", "Sec-Fetch-Site: cross-site"));
        assertStatus(200, answer("GET", "/status", "Host: localhost", "Sec-Fetch-Site: same-origin"));
    }

    @Test
    void aRequestOfTooMuchIsRefused() throws IOException {
        assertStatus(414, answer("GET", "/status?" + "x".repeat(ConsoleLimits.URI_CHARS), "Host: localhost"));
        assertStatus(400, answer("GET", "/status", "Host: localhost", "Content-Length: 5"));
        assertStatus(400, answer("GET", "/status", "Host: localhost", "Transfer-Encoding: chunked"));
    }

    private BufferedReader stream() throws IOException {
        return ask("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private static String firstData(BufferedReader from) throws IOException {
        String line = from.readLine();
        while (line != null && !line.startsWith("data: ")) {
            line = from.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void aStreamTellsTheStateAndWhatHappens() throws IOException {
        BufferedReader stream = stream();
        assertStatus(200, stream.readLine());
        assertTrue(firstData(stream).startsWith("data: {\"first\":true,"));
        timeline.add(1, Timeline.Severity.INFO, "it happened");
        String later = firstData(stream);
        while (!later.contains("it happened")) {
            assertTrue(later.startsWith("data: {\"first\":false,"), later);
            later = firstData(stream);
        }
    }

    @Test
    void moreStreamsThanThereIsRoomForAreRefusedUntilOneEnds() throws IOException {
        for (int i = 0; i < ConsoleLimits.STREAMS; i++) {
            assertStatus(200, stream().readLine());
        }
        String refusal = answer("GET", "/events", "Host: localhost");
        assertStatus(503, refusal);
        assertStatus(200, answer("GET", "/status", "Host: localhost"));
        sockets.get(0).close();
        Waiting.until("a stream has ended", () -> {
            try {
                return stream().readLine().startsWith("HTTP/1.1 200 ");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** They keep every worker and every place in the queue; those of more are closed, and none is forgotten. */
    @Test
    void requestsThatAreNeverFinishedDoNotPileUp() throws IOException {
        int most = ConsoleLimits.WORKERS + ConsoleLimits.WAITING_REQUESTS;
        int more = 8;
        for (int i = 0; i < most + more; i++) {
            send(connect(), "GET / HT");
        }
        Waiting.until(() -> "so many are closed: " + closed(), () -> closed() == more);
        for (Socket socket : sockets) {
            socket.close();
        }
        assertStatus(200, answer("GET", "/status", "Host: localhost"));
    }

    private long closed() {
        return sockets.stream().filter(ConsoleServerTest::isClosed).count();
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void closingEndsStreams() throws IOException {
        BufferedReader stream = stream();
        assertStatus(200, stream.readLine());
        console.close();
        Waiting.until("the stream has ended", () -> {
            try {
                return stream.readLine() == null;
            } catch (IOException reset) {
                return true;
            }
        });
    }

    // ---- where it may be -------------------------------------------------------------------------------------------

    private String refused(HostAddress address, boolean open) {
        return String.valueOf(assertThrows(
                        ConfigurationException.class,
                        () -> Console.serve(address, open, () -> view, timeline).close())
                .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void otherMachinesReachItOnlyIfSomebodySaysSo(String host) {
        String refused = refused(new HostAddress(host, 0), false);
        assertTrue(refused.contains("console.open"), refused);
        assertTrue(refused.contains("no password"), refused);
    }

    @Test
    void anOpenOneIsServed() throws IOException {
        try (Console open = Console.serve(new HostAddress("0.0.0.0", 0), true, () -> view, timeline);
                Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), open.uri().getPort())) {
            assertEquals("0.0.0.0", open.uri().getHost());
            send(socket, "GET /status HTTP/1.1\r\nHost: evil.example\r\n\r\n");
            assertStatus(
                    421,
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine());
        }
    }

    @Test
    void aPortThatIsTakenAndAnAddressOfAnotherMachineAreRefused() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String refused = refused(new HostAddress("127.0.0.1", other.getLocalPort()), true);
            assertTrue(refused.contains("cannot be at"), refused);
        }
        String elsewhere = refused(new HostAddress("192.0.2.1", 0), true);
        assertTrue(elsewhere.contains("cannot be at"), elsewhere);
    }

    @Test
    void itsAddressIsForABrowser() {
        assertEquals(URI.create("http://127.0.0.1:" + console.uri().getPort() + "/"), console.uri());
    }
}
