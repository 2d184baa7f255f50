package dev.sextant.bench.stranger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that tries to connect to a node until it is told to end. It takes commands from its standard input, a line each: {@code
 * served} is answered by how much of what no stranger should get it got, {@code close} ends it.
 */
public final class StrangerProcess {
    private StrangerProcess() {}

    /** Who knocks. */
    interface Knocking extends AutoCloseable {
        /** How many frames, or bytes, the node has served. */
        long served();

        @Override
        void close() throws IOException;
    }

    /** Runs one; the arguments are its kind, its cluster and name, the node and its port, and the folder of its certificates. */
    public static int run(InputStream in, PrintStream out, PrintStream err, String... arguments) throws IOException {
        String cluster = arguments[1];
        String name = arguments[2];
        String node = arguments[3];
        int port = Integer.parseInt(arguments[4]);
        Path folder = Path.of(arguments[5]);
        Path authority = folder.resolve(name + "-authority.pem");
        try (Knocking knocking = switch (arguments[0]) {
                    case "no-certificate" -> new WithoutCertificate(node, port, authority, err);
                    case "other-version" ->
                        new OtherVersion(
                                cluster,
                                name,
                                node,
                                port,
                                authority,
                                folder.resolve(name + ".pem"),
                                folder.resolve(name + ".key"));
                    default -> throw new IllegalArgumentException("no stranger is " + arguments[0]);
                };
                BufferedReader commands = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            out.println("started");
            for (String line = commands.readLine(); line != null && !line.equals("close"); line = commands.readLine()) {
                out.println("served " + knocking.served());
            }
        }
        out.println("closed");
        return 0;
    }
}
