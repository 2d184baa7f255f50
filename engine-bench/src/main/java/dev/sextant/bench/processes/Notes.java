package dev.sextant.bench.processes;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What the clients of a process were told, a line each: {@code begun}, {@code committed}, {@code refused} or {@code unknown}, the number
 * of the attempt, and the time in microseconds. A line is handed to the operating system before anything is done about it, so it
 * outlives the process. Thread safety: any thread.
 */
final class Notes implements AutoCloseable {
    /** What happened to an attempt. */
    enum Kind {
        BEGUN,
        COMMITTED,
        REFUSED,
        UNKNOWN
    }

    /**
     * One line.
     *
     * @param micros by the machine's clock, which all processes share
     */
    record Note(Kind kind, long attempt, long micros) {}

    private final FileOutputStream file;

    Notes(Path path) throws IOException {
        file = new FileOutputStream(path.toFile(), true);
    }

    static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    void add(Kind kind, long attempt) {
        byte[] line = (kind + " " + attempt + " " + nowMicros() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            synchronized (file) {
                file.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All whole lines of a file; the last one may have been cut by the death of its process. */
    static List<Note> read(Path path) throws IOException {
        if (Files.notExists(path)) {
            return List.of();
        }
        String text = Files.readString(path, StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> {
                    String[] parts = line.split(" ", -1);
                    return new Note(Kind.valueOf(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
                })
                .toList();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
