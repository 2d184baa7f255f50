package dev.sextant.bench.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.Session;
import dev.sextant.api.SextantException;
import dev.sextant.api.Table;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.HostAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of a cluster in memory, in a real browser. Pictures of it are in {@code target/console}. */
class ConsoleInBrowserTest {
    private static final Path PICTURES = Path.of("target/console");
    private static final WriterId VICTIM = new WriterId(1);
    private static final String VICTIM_CARD = card("writer-1");
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;

    @TempDir
    static Path profile;

    private static Browser browser;

    @BeforeAll
    static void startBrowser() throws IOException {
        Optional<Path> executable = Browser.installed();
        assumeTrue(
                executable.isPresent(),
                "no chromium on the PATH, so the console is not tried in a browser: apt-get install chromium");
        browser = Browser.start(executable.get(), profile.resolve("profile"));
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    private static Cluster open(int writers, int port) {
        return open(writers, 0, port);
    }

    private static Cluster open(int writers, int replicas, int port) {
        return Cluster.open(ClusterConfig.inMemory()
                .writers(writers)
                .replicas(replicas)
                .console(new HostAddress("127.0.0.1", port))
                .build());
    }

    private static String card(String id) {
        return "document.querySelector('.card[data-id=\"" + id + "\"]')";
    }

    private static Browser.Page show(Cluster cluster) {
        Browser.Page page = browser.open(cluster.console().orElseThrow(), WIDTH, HEIGHT);
        page.until("document.getElementById('connection') !== null");
        page.until("document.getElementById('connection').textContent === '✓ live'");
        page.until("document.getElementById('verdict').textContent === '✓ HEALTHY'");
        return page;
    }

    /** Red, green and blue of what is drawn, such as [179, 30, 38]. */
    private static List<Integer> colour(Browser.Page page, String element, String property) {
        String rgb = page.evaluate("getComputedStyle(" + element + ")." + property);
        List<Integer> parts = new ArrayList<>();
        for (String part : rgb.replaceAll("[^0-9,]", "").split(",", -1)) {
            parts.add(Integer.valueOf(part));
        }
        return parts;
    }

    private static void assertRed(List<Integer> rgb) {
        assertTrue(rgb.get(0) > rgb.get(1) + 50 && rgb.get(0) > rgb.get(2) + 50, rgb::toString);
    }

    private static void assertGreen(List<Integer> rgb) {
        assertTrue(rgb.get(1) > rgb.get(0) + 50 && rgb.get(1) > rgb.get(2), rgb::toString);
    }

    @Test
    void everyPartIsShownInItsZoneWithNothingFromElsewhere() throws IOException {
        try (Cluster cluster = open(4, 0);
                Browser.Page page = show(cluster)) {
            page.until("document.querySelectorAll('.card').length === 10");
            assertEquals("3", page.evaluate("document.querySelectorAll('.zone').length"));
            String zone = "document.querySelectorAll('.zone')[0]";
            assertEquals(
                    "writer-0,writer-3,segment-0,segment-1",
                    page.evaluate("[..." + zone + ".querySelectorAll('.card')].map((card) => card.dataset.id)"));
            page.until("[...document.querySelectorAll('.card .pill')].every((pill) => /^✓ (OPEN|UP)$/"
                    + ".test(pill.textContent))");
            assertEquals("writer-1, OPEN", page.evaluate(VICTIM_CARD + ".getAttribute('aria-label')"));
            assertEquals("4", page.evaluate(VICTIM_CARD + ".querySelectorAll('.point span').length"));
            String origin = cluster.console().orElseThrow().toString();
            assertEquals(
                    "",
                    page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)"
                            + ".filter((name) => !name.startsWith('" + origin + "'))"));
            assertEquals(List.of(), page.complaints());
            page.screenshot(PICTURES.resolve("healthy.png"));
        }
    }

    /** Commits until it is stopped, through every writer that takes them. */
    private static final class Load {
        private final AtomicBoolean goOn = new AtomicBoolean(true);
        private final List<Thread> threads = new ArrayList<>();

        Load(Cluster cluster) {
            Table<Long, Long> table = cluster.database().table("rows", Codecs.int64(), Codecs.int64());
            for (int i = 0; i < cluster.config().writers(); i++) {
                WriterId writer = new WriterId(i);
                Thread thread = new Thread(() -> commit(cluster, writer, table), "load-" + i);
                threads.add(thread);
                thread.start();
            }
        }

        private void commit(Cluster cluster, WriterId writer, Table<Long, Long> table) {
            for (long turn = 0; goOn.get(); turn++) {
                long key = turn % 50;
                try (Session session = cluster.database(writer).session()) {
                    session.run(transaction -> transaction.put(
                            table, key, transaction.get(table, key).orElse(0L) + 1));
                } catch (SextantException lostOrDown) {
                    Browser.pause();
                }
            }
        }

        void stop() {
            goOn.set(false);
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static String figure(String id) {
        return "Number(document.getElementById('" + id + "').textContent.replaceAll(',', ''))";
    }

    @Test
    void figuresMoveWhileCommitsRunAndAKilledWriterTurnsRedUntilItIsBack() throws IOException {
        try (Cluster cluster = open(3, 0);
                Browser.Page page = show(cluster)) {
            Load load = new Load(cluster);
            try {
                page.until(figure("commit-rate") + " > 0");
                page.until("document.querySelector('[data-id=commits] polyline').getAttribute('points')"
                        + ".split(' ').length > 2");
                String firstPoint = page.evaluate(card("segment-3") + ".querySelector('.point').innerText");
                page.until(card("segment-3") + ".querySelector('.point').innerText !== " + "`" + firstPoint + "`");
                page.until("document.querySelectorAll('#links path.busy').length === 18");
                assertGreen(colour(page, VICTIM_CARD, "borderTopColor"));

                cluster.faults().killWriter(VICTIM);
                page.until(VICTIM_CARD + ".querySelector('.pill').textContent === '✕ DOWN'");
                assertRed(colour(page, VICTIM_CARD, "borderTopColor"));
                assertRed(colour(page, VICTIM_CARD + ".querySelector('.pill')", "color"));
                page.until("document.getElementById('verdict').textContent === '▲ DEGRADED'");
                page.until("document.getElementById('reasons').innerText.includes('writer-1 is down')");
                page.until("document.querySelector('#timeline li').parentNode.innerText"
                        + ".includes('writer-1 was OPEN and is DOWN.')");
                page.until("document.querySelectorAll('#links path.cut').length === 6");
                assertTrue(page.number(figure("commit-rate")) > 0, "the others go on");
                page.screenshot(PICTURES.resolve("writer-killed.png"));
                page.prefer("dark");
                page.screenshot(PICTURES.resolve("writer-killed-dark.png"));
                page.prefer("light");

                cluster.faults().restartWriter(VICTIM);
                page.until(VICTIM_CARD + ".querySelector('.pill').textContent === '✓ OPEN'");
                assertGreen(colour(page, VICTIM_CARD, "borderTopColor"));
                page.until("document.getElementById('verdict').textContent === '✓ HEALTHY'");
            } finally {
                load.stop();
            }
            page.until(figure("commit-rate") + " === 0");
            assertEquals(List.of(), page.complaints());
        }
    }

    @Test
    void aReplicaIsShownInItsZoneAndTurnsRedUntilItIsBack() throws IOException {
        ReplicaId replica = new ReplicaId(0);
        String shown = card("replica-0");
        String pill = shown + ".querySelector('.pill').textContent";
        try (Cluster cluster = open(2, 1, 0);
                Browser.Page page = show(cluster)) {
            Load load = new Load(cluster);
            try {
                page.until(shown + " !== null && " + pill + " === '✓ OPEN'");
                assertEquals("Zone A", page.evaluate(shown + ".closest('.zone').getAttribute('aria-label')"));
                assertEquals("replica-0, OPEN", page.evaluate(shown + ".getAttribute('aria-label')"));
                String point = page.evaluate(shown + ".querySelector('.point').innerText");
                page.until(shown + ".querySelector('.point').innerText !== `" + point + "`");
                assertEquals(
                        "open transactions,in doubt,behind writer-0,behind writer-1",
                        page.evaluate("[..." + shown + ".querySelectorAll('dt')].map((name) => name.textContent)"));

                cluster.faults().killReplica(replica);
                page.until(pill + " === '✕ DOWN'");
                assertRed(colour(page, shown, "borderTopColor"));
                assertEquals("–", page.evaluate(shown + ".querySelectorAll('dd')[0].textContent"));
                page.until("document.getElementById('verdict').textContent === '▲ DEGRADED'");
                page.until("document.getElementById('reasons').innerText.includes('replica-0 is down')");
                page.until("document.getElementById('timeline').innerText.includes('replica-0 was OPEN and is DOWN.')");
                assertTrue(page.number(figure("commit-rate")) > 0, "commits do not need it");
                page.screenshot(PICTURES.resolve("replica-killed.png"));

                cluster.faults().restartReplica(replica);
                page.until(pill + " === '✓ OPEN'");
                // The newest line of it, for it was opened once before.
                page.until("[...document.querySelectorAll('#timeline li')].map((line) => line.innerText)"
                        + ".find((line) => line.includes('replica-0')).includes('and is OPEN.')");
                page.until("document.getElementById('verdict').textContent === '✓ HEALTHY'");
            } finally {
                load.stop();
            }
            assertEquals(List.of(), page.complaints());
        }
    }

    @Test
    void aLostConnectionIsToldAndMended() throws IOException {
        Cluster first = open(1, 0);
        URI uri = first.console().orElseThrow();
        try (Browser.Page page = show(first)) {
            first.close();
            page.until("document.getElementById('connection').textContent === '✕ connection lost'");
            assertEquals("false", page.evaluate("document.getElementById('lost').hidden"));
            assertRed(colour(page, "document.getElementById('connection')", "color"));
            page.screenshot(PICTURES.resolve("connection-lost.png"));
            try (Cluster second = open(2, uri.getPort())) {
                page.until("document.getElementById('connection').textContent === '✓ live'");
                assertEquals("true", page.evaluate("document.getElementById('lost').hidden"));
                page.until(card("writer-1") + " !== null");
                assertEquals(2, second.status().writers().size());
            }
        }
    }

    @Test
    void itFitsANarrowScreenAndTheDark() throws IOException {
        try (Cluster cluster = open(4, 0);
                Browser.Page page = show(cluster)) {
            page.until("document.querySelectorAll('.card').length === 10");
            List<Integer> light = colour(page, "document.body", "backgroundColor");
            page.prefer("dark");
            assertNotEquals(light, colour(page, "document.body", "backgroundColor"));
            page.resize(390, HEIGHT);
            page.until("innerWidth === 390");
            assertEquals("true", page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
            page.screenshot(PICTURES.resolve("narrow-dark.png"));
            page.resize(WIDTH, HEIGHT);
            page.until("innerWidth === " + WIDTH);
            assertEquals("true", page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
        }
    }
}
