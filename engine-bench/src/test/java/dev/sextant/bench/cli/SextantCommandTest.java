package dev.sextant.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Table;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Timeouts;
import dev.sextant.storage.rocks.RocksStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line over a volume: what is printed where, and the exit codes. */
class SextantCommandTest {
    @TempDir
    static Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static Path volume() {
        return folder.resolve("volume");
    }

    @BeforeAll
    static void create() {
        create(volume());
    }

    private static void create(Path directory) {
        try (Cluster cluster =
                Cluster.open(ClusterConfig.in(directory).writers(1).build())) {
            Table<String, Long> stock = cluster.database().table("stock", Codecs.utf8(), Codecs.int64());
            for (long i = 0; i < 20; i++) {
                String item = "item " + i;
                long count = i;
                cluster.database().run(tx -> tx.put(stock, item, count));
            }
        }
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return SextantCommand.run(stream(out), stream(err), arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void assertOut(String... parts) {
        for (String part : parts) {
            assertTrue(out().contains(part), () -> part + " in " + out());
        }
    }

    /** Holds that there is one line, whose brackets and quotes match. */
    private void assertJson() {
        assertEquals(1, out().lines().count());
        String rest = out().replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"|null|true|false|-?[0-9]+|[,:\\s]", "");
        while (rest.contains("{}") || rest.contains("[]")) {
            rest = rest.replace("{}", "").replace("[]", "");
        }
        assertEquals("", rest, this::out);
    }

    @Test
    void verifySaysWhatIsSound() {
        assertEquals(0, run("verify", volume().toString()), this::err);
        assertOut("segment-0: whole, PROPOSALS", "compared 6 segments: ", "2 tables with the catalog");
        assertTrue(out().strip().endsWith("sound"), this::out);
        assertTrue(err().contains("segment-5: records\n"), this::err);

        assertEquals(0, run("verify", "--quiet", "--json", volume().toString()));
        assertEquals("", err());
        assertJson();
        assertOut("\"sound\":true", "\"findings\":[]", "\"trees\":2", "\"shelves\":{\"DECISIONS\":{\"entries\":");
    }

    @Test
    void verifyNamesDamageAndSaysSoByItsExitCode() {
        Path damaged = folder.resolve("damaged");
        create(damaged);
        RocksStore.destroy(damaged.resolve("segment-4"));
        assertEquals(1, run("verify", damaged.toString()));
        assertOut("DAMAGE: segment-4: it cannot be opened", "compared 5 segments", "1 problems");
        assertEquals(1, run("verify", "--json", damaged.toString()));
        assertJson();
        assertOut(
                "\"sound\":false",
                "{\"segment\":4,\"page\":null,\"key\":null,\"what\":\"segment-4: it cannot be opened");
        assertEquals(1, run("inspect", damaged.toString()));
        assertOut("segment-4: NOT READ: There is no Sextant segment");
    }

    @Test
    void inspectTellsWhatIsThere() {
        assertEquals(0, run("inspect", volume().toString()), this::err);
        assertOut("volume ", "format 2, pages of 8,192 bytes, created 20", "segment-3: tail, disk 1, whole, holds [");
        assertOut("slot 0: incarnation 1, openings", "table stock: ", " rows on 1 pages in 1 levels, root page-");
        assertEquals("", err());

        assertEquals(0, run("inspect", "--json", volume().toString()));
        assertJson();
        assertOut("\"pageSizeBytes\":8192", "\"name\":\"stock\"", "\"shelves\":{\"PROPOSALS\":{\"entriesAbout\":");
    }

    @Test
    void inspectTellsTheVersionsOfAPage() {
        run("inspect", volume().toString());
        Matcher root = Pattern.compile("table stock.*root (page-([0-9a-f]+))").matcher(out());
        assertTrue(root.find(), this::out);

        assertEquals(0, run("inspect", volume().toString(), "--page", root.group(1)), this::err);
        assertOut(
                root.group(1) + " at segment-0: LEAF, level 0",
                root.group(1) + " at segment-5: ",
                ", COMMITTED, delta ");
        assertEquals(0, run("inspect", volume().toString(), "--page", root.group(2), "--segment", "2", "--json"));
        assertJson();
        assertOut("{\"segment\":2,\"refusal\":null", "\"fate\":\"COMMITTED\"", "\"imageBytes\":null");
        assertFalse(out().contains("\"segment\":3"));
    }

    @Test
    void whatIsNoVolumeOrNoUseHasItsOwnExitCode() throws IOException {
        assertEquals(2, run("verify", folder.resolve("nothing").toString()));
        assertTrue(err().contains("is not a Sextant volume: it is not there"), this::err);
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        assertEquals(2, run("inspect", foreign.toString()));
        assertTrue(err().contains("it has no file SEXTANT"), this::err);
        assertEquals(2, run("verify"));
        assertTrue(err().contains("Missing required parameter: 'DIR'"), this::err);
        assertEquals(2, run());
        assertEquals(2, run("inspect", volume().toString(), "--segment", "1"));
        assertTrue(err().contains("--segment goes with --page"), this::err);
        assertEquals(2, run("inspect", volume().toString(), "--page", "xyz"));
        assertEquals(2, run("inspect", volume().toString(), "--page", "1", "--segment", "6"));
        assertEquals("", out());
    }

    @Test
    void aVolumeWithoutDoubtHasNothingToRepair() {
        Path sound = folder.resolve("nothing to repair");
        create(sound);
        assertEquals(0, run("repair", sound.toString()), this::err);
        assertOut("nothing is in doubt that needs a person");
        assertEquals(0, run("repair", "--json", sound.toString()), this::err);
        assertJson();
        assertOut("\"repaired\":false,", "\"obstacles\":[],\"doubts\":[]");
        assertEquals(2, run("repair", sound.toString(), "--confirm", "nonsense"));
        assertTrue(err().contains("the plan is not the one that was confirmed"), this::err);
    }

    @Test
    void backupsAreMadeAndVerified() throws IOException {
        Path source = folder.resolve("source");
        Path backups = folder.resolve("backups");
        create(source);
        assertEquals(0, run("backup", source.toString(), backups.toString()), this::err);
        assertOut("backup 1 of segment-", " files, ", "; copied ");
        assertEquals(0, run("backup", "--json", source.toString(), backups.toString()), this::err);
        assertJson();
        assertOut("{\"number\":2,");

        assertEquals(0, run("verify", "--all", "--quiet", backups.toString()), this::err);
        assertOut("backup 1 of 20", "compared 1 segments", "all backups are sound");
        assertEquals(0, run("verify", "--quiet", "--json", backups.toString()));
        assertJson();
        assertOut("\"sound\":true,\"backups\":[{\"number\":1,", "\"content\":null}", "\"content\":{\"directory\":");

        Path some;
        try (Stream<Path> files = Files.list(backups.resolve("files"))) {
            some = files.filter(file -> file.toString().contains(".sst."))
                    .findFirst()
                    .orElseThrow();
        }
        Files.write(some, new byte[] {1});
        assertEquals(1, run("verify", "--quiet", backups.toString()));
        assertOut("DAMAGE: backup ", " has 1 bytes instead of ", "there are damaged backups");

        assertEquals(2, run("backup", source.toString()));
        assertEquals(2, run("backup", folder.resolve("nothing").toString(), backups.toString()));
        assertEquals(2, run("backup", source.toString(), source.toString()));
        assertTrue(err().contains("it has other files in it than backups"), this::err);
    }

    @Test
    void backupsAreRestored() throws IOException {
        Path source = folder.resolve("to be restored");
        Path backups = folder.resolve("backups to restore");
        create(source);
        assertEquals(0, run("backup", source.toString(), backups.toString()), this::err);
        assertEquals(0, run("backup", source.toString(), backups.toString()), this::err);

        Path target = folder.resolve("restored");
        assertEquals(0, run("restore", backups.toString(), "--to", target.toString()), this::err);
        assertOut("restored backup 2 of 20", " into " + target + ": volume ", " pages, ", "the state was [");
        assertTrue(err().contains("backup 2: files\n"), this::err);
        assertTrue(err().contains("pages\n"), this::err);
        assertEquals(0, run("verify", "--quiet", target.toString()), this::out);
        assertOut("compared 6 segments", ", 20 rows");
        assertEquals(2, run("restore", backups.toString(), "--to", target.toString()));
        assertTrue(err().contains("is not empty"), this::err);

        String second = folder.resolve("second").toString();
        assertEquals(0, run("restore", backups.toString(), "--to", second, "--backup", "1", "--quiet", "--json"));
        assertEquals("", err());
        assertJson();
        assertOut("\"backup\":1,", "\"moment\":null,", "\"begin\":\"[");
        String now = Instant.now().toString();
        assertEquals(2, run("restore", backups.toString(), "--to", folder + "/none", "--at", now));
        assertTrue(err().contains("backup 2 was made at "), this::err);
        String early = "2020-01-01T00:00:00Z";
        assertEquals(2, run("restore", backups.toString(), "--to", folder + "/none", "--at", early));
        assertTrue(err().contains("the history in the backups that were made after " + early), this::err);
        assertEquals(2, run("restore", backups.toString(), "--to", folder + "/none", "--backup", "3"));
        assertTrue(err().contains("Choose one of [1, 2]."), this::err);
        assertEquals(2, run("restore", source.toString(), "--to", folder + "/none"));
        assertTrue(err().contains("it has no backups"), this::err);
        assertEquals(2, run("restore", backups.toString()));
        assertTrue(err().contains("Missing required option: '--to=DIR'"), this::err);
        assertEquals(2, run("restore", backups.toString(), "--to", folder + "/none", "--at", "noon"));
        assertTrue(Files.notExists(folder.resolve("none")));
    }

    /** Restores as of when a backup began, which is after the last moment that was journaled before it. */
    @Test
    void backupsAreRestoredAsOfATime() {
        Path source = folder.resolve("with moments");
        Path backups = folder.resolve("backups with moments");
        create(source);
        Timeouts often = Timeouts.builder().journal(Duration.ofMillis(5)).build();
        Instant created;
        try (Cluster cluster =
                Cluster.open(ClusterConfig.in(source).writers(1).timeouts(often).build())) {
            awaitMoment(cluster.database());
            created = cluster.backup(backups).created();
        }
        String target = folder.resolve("at a time").toString();
        assertEquals(0, run("restore", backups.toString(), "--to", target, "--at", created.toString()), this::err);
        assertOut("restored backup 1 of " + created + ", as of 20");
        assertEquals(0, run("verify", "--quiet", target), this::out);
        assertOut(", 20 rows");
    }

    private static void awaitMoment(Database database) {
        boolean journaled = false;
        while (!journaled) {
            try {
                database.asOf(Instant.now()).rollback();
                journaled = true;
            } catch (SnapshotTooOldException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void anOpenVolumeIsRefused() {
        Path open = folder.resolve("open");
        try (Cluster cluster = Cluster.open(ClusterConfig.in(open).writers(1).build())) {
            assertEquals(2, run("verify", open.toString()));
            assertTrue(err().contains("is in use"), this::err);
            assertEquals(1, cluster.status().writers().size());
        }
    }

    @Test
    void helpIsNoError() {
        assertEquals(0, run("--help"));
        assertOut("verify", "inspect", "backup", "restore", "Exit code");
        assertEquals(0, run("verify", "--help"));
        assertOut("--json", "--quiet", "DIR");
        assertEquals(0, run("inspect", "--help"));
        assertOut("--page", "--segment");
        assertEquals(0, run("restore", "--help"));
        assertOut("BACKUPS", "--to", "--backup", "--at", "--json", "--quiet", "Exit code");
    }

    @Test
    void aBarIsDrawnInPlaceOnATerminal() {
        try (ProgressLine line = new ProgressLine(stream(out), true)) {
            line.at("records", 0, 200);
            line.at("records", 1, 200);
            line.at("records", 100, 200);
            line.at("pages", 7, 0);
        }
        String clear = "\r\033[2K";
        assertEquals(
                clear + "[..............................]   0 % records" + clear
                        + "[###############...............]  50 % records" + clear + "pages" + clear,
                out());
    }
}
