package dev.sextant.bench.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A way from one process to another that can be cut, as a network that drops everything: bytes no longer pass, and neither end hears of
 * it. Mended, it resets what stood still meanwhile, since a real network would have lost segments that TCP sends again.
 *
 * <p>Thread safety: any thread.
 */
final class CutLink implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final LongAdder there = new LongAdder();
    private final LongAdder back = new LongAdder();
    private volatile boolean cut;

    /** A way to a port of this machine. */
    CutLink(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    /** The port that leads over it. */
    int port() {
        return server.getLocalPort();
    }

    /** How many connections were made over it so far. */
    int accepted() {
        return accepted.get();
    }

    /** How many bytes it has carried from who dials to who is dialled; without those of TCP itself. */
    long bytesThere() {
        return there.sum();
    }

    /** How many bytes it has carried back. */
    long bytesBack() {
        return back.sum();
    }

    void cut() {
        cut = true;
    }

    void mend() throws IOException {
        if (cut) {
            // First: what would pass from now on does not follow on what has passed before.
            for (Socket socket : open) {
                socket.close();
            }
            cut = false;
        }
    }

    private void start(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // an end went away, or this was closed: either way there is nothing left to carry
                        return;
                    }
                },
                "link-" + what + "-" + target);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }

    private void accept() throws IOException {
        while (true) {
            Socket from = server.accept();
            accepted.incrementAndGet();
            open.add(from);
            start("dial", () -> dial(from));
        }
    }

    private void dial(Socket from) throws IOException {
        Socket to = new Socket();
        open.add(to);
        try {
            to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
        } catch (IOException refused) {
            close(from, to);
            throw refused;
        }
        start("back", () -> carry(to, from, back));
        carry(from, to, there);
    }

    private void carry(Socket from, Socket to, LongAdder carried) throws IOException {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!cut) {
                    out.write(buffer, 0, read);
                    out.flush();
                    carried.add(read);
                }
            }
        } finally {
            close(from, to);
        }
    }

    private void close(Socket... sockets) throws IOException {
        for (Socket socket : sockets) {
            open.remove(socket);
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
