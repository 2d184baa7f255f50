package dev.sextant.bench.bound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Measures all bounds, in a directory on the disk that is measured, one after the other. */
public final class Bounds {
    private static final int COPIES = 6;
    private static final int APPENDED_BYTES = 512;
    private static final int VALUE_BYTES = 100;
    private static final int MESSAGE_BYTES = 128;
    private static final int COPIED_BYTES = 64 << 10;
    private static final int COPIES_A_STEP = 1_000;

    private final Path directory;
    private final long nanos;

    private Bounds(Path directory, Duration each) {
        this.directory = directory;
        nanos = each.toNanos();
    }

    /** Measures all of them, each for so long. */
    public static List<Bound> measure(Path directory, Duration each) throws Exception {
        Bounds bounds = new Bounds(directory, each);
        return List.of(bounds.sixAppends(), bounds.rocks(1), bounds.rocks(COPIES), bounds.roundTrip(), bounds.memory());
    }

    private Bound sixAppends() throws Exception {
        List<FileChannel> files = new ArrayList<>();
        try {
            List<Rounds.Step> steps = new ArrayList<>();
            for (int copy = 0; copy < COPIES; copy++) {
                FileChannel file = FileChannel.open(
                        directory.resolve("append-" + copy), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                files.add(file);
                byte[] bytes = random(APPENDED_BYTES);
                steps.add(() -> append(file, bytes));
            }
            return Rounds.measure(
                    Bound.SIX_APPENDS,
                    "an append of " + APPENDED_BYTES + " bytes and fdatasync to each of six files in parallel",
                    steps,
                    COPIES,
                    nanos);
        } finally {
            for (FileChannel file : files) {
                file.close();
            }
        }
    }

    private static void append(FileChannel file, byte[] bytes) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        while (from.hasRemaining()) {
            file.write(from);
        }
        file.force(false);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Bound rocks(int stores) throws Exception {
        RocksDB.loadLibrary();
        List<RocksDB> open = new ArrayList<>();
        try (Options options = new Options().setCreateIfMissing(true);
                WriteOptions synced = new WriteOptions().setSync(true)) {
            List<Rounds.Step> steps = new ArrayList<>();
            for (int store = 0; store < stores; store++) {
                Path place = Files.createDirectories(directory.resolve("batch-" + stores + "-" + store));
                RocksDB database = RocksDB.open(options, place.toString());
                open.add(database);
                byte[] value = random(VALUE_BYTES);
                long[] key = new long[1];
                steps.add(() -> write(database, synced, key[0]++, value));
            }
            boolean one = stores == 1;
            return Rounds.measure(
                    one ? Bound.ROCKSDB_BATCH : Bound.SIX_ROCKSDB_BATCHES,
                    "a synced batch of one row of " + VALUE_BYTES + " bytes to "
                            + (one ? "one RocksDB store" : "each of six RocksDB stores in parallel"),
                    steps,
                    stores,
                    nanos);
        } finally {
            open.forEach(RocksDB::close);
        }
    }

    private static void write(RocksDB database, WriteOptions synced, long key, byte[] value) throws Exception {
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(ByteBuffer.allocate(Long.BYTES).putLong(key).array(), value);
            database.write(synced, batch);
        }
    }

    private Bound roundTrip() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket other = server.accept()) {
            socket.setTcpNoDelay(true);
            other.setTcpNoDelay(true);
            Thread echo = new Thread(() -> echo(other), "echo");
            echo.setDaemon(true);
            echo.start();
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] message = random(MESSAGE_BYTES);
            Bound bound = Rounds.measure(
                    Bound.ROUND_TRIP,
                    MESSAGE_BYTES + " bytes there and back between two threads, through TCP on the loopback device",
                    List.of(() -> {
                        out.write(message);
                        if (in.readNBytes(MESSAGE_BYTES).length < MESSAGE_BYTES) {
                            throw new IOException("the echo has ended");
                        }
                    }),
                    1,
                    nanos);
            socket.shutdownOutput();
            echo.join();
            return bound;
        }
    }

    /** Until the other side ends. */
    private static void echo(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] message = in.readNBytes(MESSAGE_BYTES);
            while (message.length == MESSAGE_BYTES) {
                out.write(message);
                message = in.readNBytes(MESSAGE_BYTES);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException("the echo failed", e);
        }
    }

    private Bound memory() throws Exception {
        byte[] from = random(COPIED_BYTES);
        byte[] to = new byte[COPIED_BYTES];
        Bound steps = Rounds.measure(
                Bound.MEMORY,
                "bytes that System.arraycopy moves in a second, " + COPIED_BYTES + " at a time, in one thread",
                List.of(() -> {
                    for (int copy = 0; copy < COPIES_A_STEP; copy++) {
                        System.arraycopy(from, 0, to, 0, COPIED_BYTES);
                    }
                }),
                1,
                nanos);
        double bytes = steps.perSecond() * COPIES_A_STEP * COPIED_BYTES;
        return new Bound(steps.name(), steps.what(), bytes, 0, 0);
    }
}
