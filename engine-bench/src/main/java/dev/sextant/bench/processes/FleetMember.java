package dev.sextant.bench.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of the cluster, as the one that started it sees it. For one thread; another may kill it. */
final class FleetMember implements AutoCloseable {
    private static final long END_SECONDS = 60;

    private final String name;
    private final List<String> command;
    private final Path log;
    private volatile @Nullable Process process;
    private @Nullable BufferedReader answers;
    private @Nullable Writer commands;

    /**
     * One that does not run yet.
     *
     * @param command what starts it
     * @param log where its log goes
     */
    FleetMember(String name, List<String> command, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
    }

    String name() {
        return name;
    }

    /** Starts it; returns at once. */
    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process started = builder.start();
        process = started;
        answers = started.inputReader(StandardCharsets.UTF_8);
        commands = new OutputStreamWriter(started.getOutputStream(), StandardCharsets.UTF_8);
    }

    private static <T> T there(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("it was not started");
        }
        return part;
    }

    /** Gives it a command, which it answers with one line. */
    void tell(String text) throws IOException {
        Writer out = there(commands);
        out.write(text + "\n");
        out.flush();
    }

    /** Waits for the answer, which must begin so. */
    String expect(String beginning) throws IOException {
        String line = there(answers).readLine();
        if (line == null || !line.startsWith(beginning)) {
            throw new IOException("process " + name + " answered " + line + " where " + beginning
                    + " was expected; its log is " + log);
        }
        return line;
    }

    String ask(String text, String beginning) throws IOException {
        tell(text);
        return expect(beginning);
    }

    /** As {@code kill -9}; does nothing if it does not run. */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.waitFor();
            process = null;
        }
    }

    /** Stops it in the middle of whatever it does, or lets it go on. */
    void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(
                        "kill", "-" + signal, String.valueOf(there(process).pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + signal + " of process " + name + " failed");
        }
    }

    /** The whole lines of its log so far. */
    List<String> log() throws IOException {
        if (Files.notExists(log)) {
            return List.of();
        }
        String text = Files.readString(log);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Ends it in order. */
    void end() throws IOException, InterruptedException {
        ask("close", "closed");
        if (!there(process).waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("process " + name + " has not ended in " + END_SECONDS + " s; its log is " + log);
        }
        process = null;
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
