package dev.sextant.bench.peers;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processes of a MariaDB Galera cluster, brought up and taken down by the script {@code galera.sh}. They end when this one does. */
final class GaleraCluster implements AutoCloseable {
    static final int NODES = 3;
    private static final int PORTS_A_NODE = 3;
    private static final String SCRIPT = "engine-bench/src/peers/galera.sh";

    private final Path directory;
    private final List<Integer> ports;

    private GaleraCluster(Path directory, List<Integer> ports) {
        this.directory = directory;
        this.ports = List.copyOf(ports);
    }

    /** Brings a cluster up, for the first time or again; it has its data in the directory. */
    static GaleraCluster up(Path directory) throws IOException, InterruptedException {
        List<Integer> ports = FreePorts.take(NODES * PORTS_A_NODE);
        List<String> arguments = new ArrayList<>();
        ports.forEach(port -> arguments.add(port.toString()));
        run(directory, "up", arguments);
        return new GaleraCluster(directory, ports);
    }

    /** Where a node, from 0, takes connections. */
    String url(int node) {
        return "jdbc:mariadb://" + FreePorts.HOST + ":" + ports.get(node * PORTS_A_NODE)
                + "/bench?user=bench&password=bench";
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run(directory, "down", List.of());
    }

    private static void run(Path directory, String command, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("bash", script().toString(), command, directory.toString()));
        line.addAll(arguments);
        // Into a file: what it starts keeps its output open.
        Path output = Files.createTempFile("galera", ".log");
        ProcessBuilder process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> environment = process.environment();
        environment.put("OWNER", String.valueOf(ProcessHandle.current().pid()));
        int status = process.start().waitFor();
        String said = Files.readString(output, StandardCharsets.UTF_8).strip();
        Files.delete(output);
        if (status != 0) {
            throw new IOException("galera.sh " + command + " ended with " + status + ": " + said);
        }
    }

    /** The script is among the sources: peers are measured where those are. */
    private static Path script() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path script = folder.resolve(SCRIPT);
            if (Files.exists(script)) {
                return script;
            }
        }
        throw new IOException("no " + SCRIPT + " in this folder or above: run this inside the project");
    }
}
