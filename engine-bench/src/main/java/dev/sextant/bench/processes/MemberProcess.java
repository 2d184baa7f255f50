package dev.sextant.bench.processes;

import dev.sextant.api.Database;
import dev.sextant.api.Node;
import dev.sextant.api.NodeStatus;
import dev.sextant.api.SextantException;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.NodeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One process of the cluster. It takes commands from its standard input, a line each, and answers each with one line:
 *
 * <ul>
 *   <li>{@code open}: waits until its node is open; answers {@code open}
 *   <li>{@code bank}: makes the bank if it is not there
 *   <li>{@code load CLIENTS FIRST NOTES}: starts clients, numbered from FIRST on
 *   <li>{@code rest}: ends them
 *   <li>{@code read FILE}: writes what is in the bank to a file
 *   <li>{@code status}: tells the states of its segments and its writer
 *   <li>{@code writer}: tells the state of its writer
 *   <li>{@code served}: tells how many peers it is connected to
 *   <li>{@code close}: closes the node and ends
 * </ul>
 */
public final class MemberProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long BACK_OFF_NANOS = 5_000_000;

    private final Node node;
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean goOn;

    private MemberProcess(Node node) {
        this.node = node;
    }

    /** Runs one; returns the exit code. */
    public static int run(InputStream in, PrintStream out, String... arguments) throws IOException {
        NodeConfig config = NodeConfig.load(Path.of(arguments[0]), Map.of());
        try (Node node = Node.start(config);
                BufferedReader commands = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            MemberProcess member = new MemberProcess(node);
            out.println("started " + node.status().listening().port());
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                if (line.equals("close")) {
                    break;
                }
                try {
                    out.println(member.answer(line.split(" ", -1)));
                } catch (SextantException e) {
                    out.println("failed " + e.getMessage());
                }
            }
            member.rest();
        }
        out.println("closed");
        return 0;
    }

    private String answer(String... command) throws IOException {
        return switch (command[0]) {
            case "open" -> {
                node.awaitOpen(PATIENCE);
                yield "open";
            }
            case "bank" -> {
                bank();
                yield "bank";
            }
            case "load" -> {
                load(Integer.parseInt(command[1]), Integer.parseInt(command[2]), Path.of(command[3]));
                yield "loaded";
            }
            case "rest" -> {
                rest();
                Throwable failed = failure.get();
                yield failed == null ? "rested" : "failed " + failed;
            }
            case "read" -> {
                read(Path.of(command[1]));
                yield "read";
            }
            case "writer" ->
                "writer "
                        + node.status().hosted().writers().stream()
                                .map(writer -> writer.state().toString())
                                .collect(Collectors.joining(" "));
            case "seen" -> "seen " + node.health().status().segmentsUp();
            case "served" ->
                "served "
                        + node.status().peers().stream()
                                .filter(NodeStatus.Peer::connected)
                                .count();
            default -> throw new IllegalArgumentException("no command " + command[0]);
        };
    }

    /** Its writer may be taking over, or be cut off for a moment. */
    private Bank bank() {
        while (true) {
            try {
                return Bank.open(node.database());
            } catch (WriterUnavailableException notYet) {
                node.awaitOpen(PATIENCE);
                LockSupport.parkNanos(BACK_OFF_NANOS);
            }
        }
    }

    private void load(int count, int first, Path file) throws IOException {
        Database database = node.database();
        Bank bank = bank();
        Notes notes = new Notes(file);
        goOn = true;
        for (int i = 0; i < count; i++) {
            Teller teller = new Teller(database, bank, notes, () -> goOn, first + i);
            Thread thread = new Thread(teller, "client-" + (first + i));
            thread.setUncaughtExceptionHandler((unused, why) -> failure.compareAndSet(null, why));
            clients.add(thread);
            thread.start();
        }
    }

    private void rest() {
        goOn = false;
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        clients.clear();
    }

    private void read(Path file) throws IOException {
        Bank.Content content = bank().read(node.database());
        String attempts = content.attempts().stream().map(String::valueOf).collect(Collectors.joining("\n"));
        Files.writeString(file, content.balance() + "\n" + attempts + "\n");
    }
}
