package dev.sextant.storage.rocks;

import static dev.sextant.storage.store.ColumnFamily.META;
import static dev.sextant.storage.store.ColumnFamily.REDO;
import static dev.sextant.storage.store.StoreFixtures.IDENTITY;

import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreLockedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A process of its own that writes to a store until it dies, saying after each write what is acknowledged. Batch {@code n}
 * sets the counter in META to {@code n} and adds an entry for {@code n} to REDO, large enough to be torn.
 */
final class ChildStore implements AutoCloseable {
    private static final int VALUE_BYTES = 3000;

    private final Process process;
    private final BufferedReader says;

    private ChildStore(Process process) {
        this.process = process;
        this.says = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    // ---- in the child ---------------------------------------------------------------------------------------------

    /** Writes the batches {@code args[1]..args[2]} and then holds the store until its standard input ends. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        try (RocksResources resources = RocksResources.ofBytes(RocksResources.MEMORY_LEAST_BYTES);
                SegmentStore store = RocksStore.open(Path.of(args[0]), IDENTITY, resources)) {
            System.out.println("open");
            for (int n = Integer.parseInt(args[1]); n <= Integer.parseInt(args[2]); n++) {
                store.write(batch(n));
                System.out.println(n);
            }
            System.out.println("holding");
            System.out.println("ended by " + System.in.read());
        } catch (StoreLockedException e) {
            System.out.println("locked");
        } catch (StoreFailedException e) {
            System.out.println("failed: " + e.getMessage());
        }
    }

    private static StoreBatch batch(int n) {
        return new StoreBatch().put(REDO, number(n), value(n)).put(META, counter(), number(n));
    }

    // ---- in the parent --------------------------------------------------------------------------------------------

    /** Starts a child on an existing store. */
    static ChildStore start(Path directory, int firstBatch, int lastBatch) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ChildStore.class.getName(), directory.toString(), "" + firstBatch, "" + lastBatch));
        return new ChildStore(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Lets no file of the child grow any more beyond that size. */
    void limitFiles(long sizeBytes) throws IOException, InterruptedException {
        Process limiting = new ProcessBuilder("prlimit", "--pid", "" + process.pid(), "--fsize=" + sizeBytes)
                .inheritIO()
                .start();
        if (limiting.waitFor() != 0) {
            throw new IOException("prlimit failed");
        }
    }

    /** The next thing the child says, or null if it said its last. */
    String next() throws IOException {
        return says.readLine();
    }

    /** Kills the child as the operating system does when it runs out of memory, and returns the last batch it acknowledged. */
    int kill(int lastHeard) throws IOException {
        process.toHandle().destroyForcibly();
        int last = lastHeard;
        for (String line = next(); line != null; line = next()) {
            last = Integer.parseInt(line);
        }
        return last;
    }

    /** Verifies all batches up to the last one found, and returns its number. */
    static int verify(SegmentStore store) {
        byte[] counter = store.get(META, counter());
        int last = counter == null ? 0 : ByteBuffer.wrap(counter).getInt();
        List<Integer> found = new ArrayList<>();
        store.scan(REDO, new byte[0], null, (key, value) -> {
            int n = ByteBuffer.wrap(key).getInt();
            if (!Arrays.equals(value(n), value)) {
                throw new AssertionError("a wrong value is served for batch " + n);
            }
            return found.add(n);
        });
        List<Integer> expected = new ArrayList<>();
        for (int n = 1; n <= last; n++) {
            expected.add(n);
        }
        if (!expected.equals(found)) {
            throw new AssertionError("batches up to " + last + " are expected, and there are " + found);
        }
        return last;
    }

    /** Writes the batches {@code first..last} in this process. */
    static void write(SegmentStore store, int first, int last) {
        write(store, first, last, Durability.SYNCED);
    }

    /** Writes the batches {@code first..last} in this process, as durably as that. */
    static void write(SegmentStore store, int first, int last, Durability durability) {
        for (int n = first; n <= last; n++) {
            store.write(batch(n), durability);
        }
    }

    private static byte[] counter() {
        return new byte[] {'n'};
    }

    private static byte[] number(int n) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(n).array();
    }

    private static byte[] value(int n) {
        byte[] value = new byte[VALUE_BYTES];
        new Random(n).nextBytes(value);
        return value;
    }

    /** Ends the child and waits for its end. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
