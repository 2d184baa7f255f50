package dev.sextant.bench.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends a run, no namespace stays; where none can be made, this is skipped. */
class NamespacesTest {
    private static final int PROCESSES = 3;

    @TempDir
    Path folder;

    private Process run;

    @BeforeEach
    void needNamespaces() {
        Optional<String> hindrance = Namespaces.hindrance();
        assumeTrue(hindrance.isEmpty(), () -> "network namespaces cannot be made here: " + hindrance.orElseThrow());
    }

    @AfterEach
    void endRun() throws Exception {
        if (run != null) {
            run.destroyForcibly().waitFor();
            Namespaces.removeLeftovers();
        }
    }

    /** Starts the command and waits until it has said this. */
    private void start(String awaited) throws IOException {
        run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sextant.bench.Processes",
                        "--network",
                        "namespaces",
                        "--warm-up",
                        "60")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines = run.inputReader();
        String line = lines.readLine();
        while (line != null && !line.startsWith(awaited)) {
            line = lines.readLine();
        }
        assertNotNull(line, "it said " + awaited);
        assertEquals(PROCESSES + 1, ofRun().size());
    }

    private List<String> ofRun() throws IOException {
        return Namespaces.ours().stream()
                .filter(name -> name.startsWith("sextant-" + run.pid() + "-"))
                .toList();
    }

    @Test
    void aRunThatIsInterruptedLeavesNothing() throws Exception {
        start(PROCESSES + " processes are a cluster");
        List<ProcessHandle> members = run.descendants().toList();
        run.destroy();
        run.waitFor();
        assertEquals(List.of(), ofRun());
        for (ProcessHandle member : members) {
            assertFalse(member.isAlive(), member::toString);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    left.filter(each -> each.getFileName().toString().startsWith("sextant-"))
                            .toList());
        }
    }

    @Test
    void whatAKilledRunLeavesIsRemovedByTheNext() throws Exception {
        start("network: ");
        List<ProcessHandle> members = run.descendants().toList();
        while (members.size() < PROCESSES && run.isAlive()) {
            Thread.onSpinWait();
            members = run.descendants().toList();
        }
        // One that stands still does not see that its parent is gone.
        new ProcessBuilder("kill", "-STOP", String.valueOf(members.get(0).pid()))
                .start()
                .waitFor();
        run.destroyForcibly().waitFor();
        List<String> left = ofRun();
        assertEquals(PROCESSES + 1, left.size());
        assertTrue(Namespaces.removeLeftovers().containsAll(left));
        assertEquals(List.of(), ofRun());
        for (ProcessHandle member : members) {
            member.onExit().get();
        }
    }

    @Test
    void whatIsInUseIsNotRemoved() throws IOException {
        try (NamespaceNetwork network = new NamespaceNetwork(1)) {
            network.open();
            String name = network.entering(0).get(3);
            assertFalse(Namespaces.removeLeftovers().contains(name));
            assertTrue(Namespaces.ours().contains(name));
        }
    }

    @Test
    void aNetworkThatWasClosedCannotBeOpened() throws IOException {
        NamespaceNetwork network = new NamespaceNetwork(1);
        network.close();
        assertThrows(IOException.class, network::open);
        assertFalse(Namespaces.ours().contains(network.entering(0).get(3)));
    }
}
