package dev.sextant.bench.processes;

import dev.sextant.bench.pki.ThrowawayAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an intruder stands: a folder of its own, and the way to the node that it wants to be let in by.
 *
 * @param port where that node is found; 0 for one that looks for nobody
 * @param authority the cluster's
 */
record Doorstep(Path folder, int port, ThrowawayAuthority authority) {
    /** The node, and the peer that it knows and that all intruders say they are. */
    static final String NODE = "a";

    static final String PEER = "c";
    private static final String HOST = "127.0.0.1:";

    /** What is the same in the settings of all. */
    static String settings(String name, String segments, int writer) {
        return "cluster = " + Fleet.CLUSTER + "\nnode = " + name + "\ndirectory = " + name + "\nsegments = " + segments
                + "\nwriter = " + writer + "\nwriters = 2\nlisten = " + HOST + "0\n";
    }

    /** The line that tells where a peer is. */
    static String peer(String name, int port) {
        return "peer." + name + " = " + HOST + port + "\n";
    }

    /** All segments from one to another, and a writer, as certificates name them. */
    static List<String> parts(int fromSegment, int toSegment, int writer) {
        List<String> parts = new ArrayList<>();
        for (int segment = fromSegment; segment <= toSegment; segment++) {
            parts.add("segment/" + segment);
        }
        parts.add("writer/" + writer);
        return parts;
    }

    Doorstep lookingForNobody() {
        return new Doorstep(folder, 0, authority);
    }

    /** What starts a node that says it hosts these segments and writer 1. */
    List<String> node(String segments, String tls) throws IOException {
        Path config = folder.resolve(PEER + ".properties");
        Files.writeString(config, settings(PEER, segments, 1) + tls + (port == 0 ? "" : peer(NODE, port)));
        return Fleet.command("dev.sextant.bench.Member", config.toString());
    }

    /** What starts a process that is no node. */
    List<String> stranger(String kind) {
        return Fleet.command(
                "dev.sextant.bench.Stranger", kind, Fleet.CLUSTER, PEER, NODE, String.valueOf(port), folder.toString());
    }
}
