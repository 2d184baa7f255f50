package dev.sextant.replication.runtime.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a dialer and a port: passes bytes on, and can break what passes through it or have it fall silent. */
final class Proxy implements Closeable {
    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    Proxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inBackground(this::accept);
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Ends when its sockets are closed. */
    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = server.accept();
            Socket far = new Socket(target.getAddress(), target.getPort());
            sockets.add(near);
            sockets.add(far);
            inBackground(() -> pass(near, far));
            inBackground(() -> pass(far, near));
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (!silent) {
                out.write(buffer, 0, read);
            }
        }
        to.shutdownOutput();
    }

    /** Breaks all connections there are; new ones can be made. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        sockets.clear();
    }

    /** Whether what comes is dropped instead of being passed on, while the connections stay open. */
    void setSilent(boolean value) {
        silent = value;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
