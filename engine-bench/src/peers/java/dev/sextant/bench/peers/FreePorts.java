package dev.sextant.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ports of the loopback for peers that have to be told theirs. */
final class FreePorts {
    /** Where the peers of one machine meet. */
    static final String HOST = "127.0.0.1";

    private FreePorts() {}

    /** As many ports as asked for, each of which was free just now. */
    static List<Integer> take(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            while (ports.size() < count) {
                ServerSocket socket = new ServerSocket();
                sockets.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }

    /** The ports that were taken for a directory when it was new: for peers that write down where their nodes are. */
    static List<Integer> of(Path directory, int count) throws IOException {
        Path file = directory.resolve("ports");
        if (Files.exists(file)) {
            return Files.readAllLines(file).stream().map(Integer::valueOf).toList();
        }
        List<Integer> ports = take(count);
        Files.write(file, ports.stream().map(String::valueOf).toList());
        return ports;
    }
}
