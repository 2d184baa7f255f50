package dev.sextant.bench.console;

import dev.sextant.bench.report.JsonText;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Chromium without a window, which reaches nothing but this machine. */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Pattern LISTENS = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final Executor NEXT_LOOK = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("sextant.patience", 60));

    private static final long END_SECONDS = 10;

    private final Process process;
    private final DevTools tools;

    private Browser(Process process, DevTools tools) {
        this.process = process;
        this.tools = tools;
    }

    /** Where one is installed. */
    static Optional<Path> installed() {
        String path = System.getenv("PATH");
        return Arrays.stream((path == null ? "" : path).split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path executable, Path profile) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-extensions",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                "about:blank"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder told = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                drain(output);
                return new Browser(process, new DevTools(URI.create(listens.group(1))));
            }
            told.append(line).append('\n');
        }
        throw new IOException(executable + " has ended: " + told);
    }

    /** What nobody reads would stop it in the end. */
    private static void drain(BufferedReader output) {
        Thread reader = new Thread(
                () -> {
                    try (Stream<String> lines = output.lines()) {
                        lines.forEach(line -> {});
                    }
                },
                "browser-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Shows a page. */
    Page open(URI uri, int width, int height) {
        Object target = tools.call(null, "Target.createTarget", Map.of("url", "about:blank"));
        String id = String.valueOf(JsonText.at(target, "targetId"));
        Object attached = tools.call(null, "Target.attachToTarget", Map.of("targetId", id, "flatten", true));
        Page page = new Page(id, String.valueOf(JsonText.at(attached, "sessionId")));
        page.call("Runtime.enable", Map.of());
        page.call("Log.enable", Map.of());
        page.resize(width, height);
        page.call("Page.navigate", Map.of("url", uri.toString()));
        return page;
    }

    /** One tab. */
    final class Page implements AutoCloseable {
        private final String target;
        private final String session;

        private Page(String target, String session) {
            this.target = target;
            this.session = session;
        }

        private Object call(String method, Map<String, Object> parameters) {
            return tools.call(session, method, parameters);
        }

        /** See {@link DevTools#complaints}. */
        List<String> complaints() {
            return tools.complaints(session);
        }

        void resize(int width, int height) {
            call(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        }

        /** {@code light} or {@code dark}. */
        void prefer(String scheme) {
            Map<String, Object> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
            call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
        }

        /** The value of an expression of JavaScript, as text. */
        String evaluate(String expression) {
            Object answer = call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"));
            return String.valueOf(JsonText.at(answer, "result", "value"));
        }

        double number(String expression) {
            return Double.parseDouble(evaluate(expression));
        }

        /** Waits until an expression is true. */
        void until(String expression) {
            Browser.until(
                    () -> expression + "; the page says: " + evaluate("document.body.innerText"),
                    () -> evaluate(expression).equals("true"));
        }

        void screenshot(Path file) throws IOException {
            Object answer = call("Page.captureScreenshot", Map.of("format", "png"));
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(String.valueOf(JsonText.at(answer, "data"))));
        }

        @Override
        public void close() {
            tools.call(null, "Target.closeTarget", Map.of("targetId", target));
        }
    }

    /** Waits for something that is bound to happen. */
    static void until(Supplier<String> what, BooleanSupplier holds) {
        long begin = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new AssertionError("waited in vain until " + what.get());
            }
            pause();
        }
    }

    /** Lets a moment pass, until the next look. */
    static void pause() {
        CompletableFuture.runAsync(() -> {}, NEXT_LOOK).join();
    }

    @Override
    public void close() {
        // It removes what it has put into the temporary folder.
        tools.call(null, "Browser.close", Map.of());
        process.onExit()
                .completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS)
                .join();
        tools.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
