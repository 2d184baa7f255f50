package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.SegmentState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real file systems and locks that do a segment harm; it is away for as long as they do, and nobody else notices. */
class BrokenDisksTest {
    /** A namespace to mount in, and none of root's rights to pass over permissions. */
    private static final List<String> CONFINED =
            List.of("unshare", "-Urm", "setpriv", "--bounding-set", "-dac_override,-dac_read_search");

    @TempDir
    Path directory;

    private static List<String> java(Class<?> main, String argument) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                argument);
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void assumeConfinement() throws InterruptedException {
        List<String> trial = new ArrayList<>(CONFINED);
        trial.add("true");
        try {
            Process process = start(trial);
            String output = said(process);
            assumeTrue(
                    process.waitFor() == 0,
                    "no file system can be mounted here, so nothing is tried: " + trial + " says " + output);
        } catch (IOException absent) {
            assumeTrue(false, "no file system can be mounted here, so nothing is tried: " + absent);
        }
    }

    @Test
    void aFullAReadOnlyAndAForbiddenFileSystem() throws Exception {
        assumeConfinement();
        List<String> command = new ArrayList<>(CONFINED);
        command.addAll(java(BrokenDisks.class, directory.resolve("volume").toString()));
        Process child = start(command);
        String output = said(child);
        assertEquals(0, child.waitFor(), output);
        assertTrue(output.contains("all as it must be"), output);
    }

    @Test
    void aLockThatAnotherProcessHolds() throws Exception {
        Path volume = directory.resolve("volume");
        Cluster.open(BrokenDisks.config(volume).build()).close();
        Process holder = start(java(
                LockHolder.class,
                volume.resolve("segment-4").resolve("SEXTANT-SEGMENT.lock").toString()));
        BufferedReader says =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
        assertEquals("holding true", says.readLine());
        try (Cluster cluster = Cluster.open(BrokenDisks.config(volume).build())) {
            Bank bank = new Bank(cluster, 1);
            try {
                bank.awaitMoreOn(10, 0, 1);
                ClusterStatus.SegmentStatus locked = cluster.status().segments().get(4);
                assertEquals(SegmentState.FAILED, locked.state());
                String problem = locked.outage().orElseThrow().problem();
                assertTrue(problem.contains("is in use by another process"), problem);
                holder.getOutputStream().close();
                Waiting.until(
                        "the segment is up",
                        () -> cluster.status().segments().get(4).state() == SegmentState.UP);
                bank.awaitMoreOn(5, 0, 1);
            } finally {
                bank.close();
            }
            assertEquals(List.of(), bank.audit(cluster));
            Waiting.until("the segments agree", () -> cluster.verify().isSound());
        } finally {
            holder.destroyForcibly();
        }
    }
}
