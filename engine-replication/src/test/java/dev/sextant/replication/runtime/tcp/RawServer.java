package dev.sextant.replication.runtime.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Answers dialers by hand. */
final class RawServer implements Closeable {
    private final ServerSocket server;

    RawServer() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    RawServer(ServerSocket server) {
        this.server = server;
    }

    Peer peer(String name) {
        return Node.peer(name, new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
    }

    RawPeer accept() throws IOException {
        return RawPeer.over(server.accept());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
