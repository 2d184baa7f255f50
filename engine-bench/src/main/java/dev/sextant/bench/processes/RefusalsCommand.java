package dev.sextant.bench.processes;

import dev.sextant.bench.cli.AtExit;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import dev.sextant.bench.pki.ThrowawayAuthority;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the run that shows who is not let in. */
@Command(
        name = "./dev refusals",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Starts a node with TLS, and then, one after the other, processes that it must not let in: with a certificate of"
                    + " another authority, without one, with a part of another volume, of another version of the protocol, and"
                    + " with a writer's certificate that says it hosts a segment. Each tries several times. Shows what the"
                    + " logs of both say, and counts who was refused, whether it was told once, and what was served.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if all were refused, with one line in each log, and got nothing; 1 if not; 2 if it could not run."
        })
public final class RefusalsCommand implements Callable<Integer> {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;
    private static final int ATTEMPTS = 4;
    /** Longer than one takes, and shorter than the pauses between those that come later. */
    private static final long ATTEMPT_MILLIS = 250;

    private static final long PATIENCE_NANOS = 60_000_000_000L;
    /** What the log says of a connection that ends, and so was made. */
    private static final String WAS_CONNECTED = "the connection to ";

    private static final String REFUSAL = "WARN  tcp ";

    private final PrintStream out;

    RefusalsCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new RefusalsCommand(out), out, err);
        return CommandLines.tellingFailures(line, err, "refusals: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    /**
     * What came of an intruder.
     *
     * @param there what the node's log says
     * @param here what its own log says
     * @param served how much of what no stranger should get it got
     */
    private record Seen(int attempts, List<String> there, List<String> here, long served) {
        boolean refused() {
            return !there.isEmpty() && !here.isEmpty() && served == 0;
        }

        boolean loggedOnce() {
            return there.size() == 1 && here.size() == 1;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (AtExit exit = AtExit.begin()) {
            Path folder =
                    exit.closing(TemporaryFolder.create("sextant-refusals-")).path();
            ThrowawayAuthority authority = ThrowawayAuthority.of(Fleet.CLUSTER);
            FleetMember node = exit.closing(member(Doorstep.NODE, found(folder, authority), folder));
            int port = started(node);
            CutLink way = exit.closing(new CutLink(port));
            makeVolume(folder, authority, node, way, exit);
            int refused = 0;
            boolean once = true;
            long served = 0;
            for (Intruder intruder : Intruder.values()) {
                Path own = Files.createDirectory(folder.resolve(intruder.title()));
                Seen seen = watch(intruder, new Doorstep(own, way.port(), authority), way, node, exit);
                show(intruder, seen);
                refused += seen.refused() ? 1 : 0;
                once &= seen.loggedOnce();
                served += seen.served();
            }
            node.ask("bank", "bank"); // and it still works
            node.end();
            int all = Intruder.values().length;
            out.printf("RESULT refused=%d of=%d logged_once=%b served=%d%n", refused, all, once, served);
            return refused == all && once && served == 0 ? RIGHT : WRONG;
        }
    }

    private static FleetMember member(String name, List<String> command, Path folder) {
        return new FleetMember(name, command, folder.resolve(name + ".log"));
    }

    private static int started(FleetMember member) throws IOException {
        member.start();
        return Integer.parseInt(member.expect("started ").substring("started ".length()));
    }

    /** The node hosts all but one segment, so that it goes on without its peer, which it looks for where nobody listens. */
    private static List<String> found(Path folder, ThrowawayAuthority authority) throws IOException {
        String tls = authority.issue(folder, Doorstep.NODE, Doorstep.parts(0, 4, 0));
        Path config = folder.resolve(Doorstep.NODE + ".properties");
        int nobody = ProxyNetwork.freePorts(1).get(0);
        Files.writeString(
                config, Doorstep.settings(Doorstep.NODE, "0,1,2,3,4", 0) + tls + Doorstep.peer(Doorstep.PEER, nobody));
        return Fleet.command("dev.sextant.bench.Member", config.toString());
    }

    /** A volume is made by all processes together; then the real peer goes away. */
    private void makeVolume(Path folder, ThrowawayAuthority authority, FleetMember node, CutLink way, AtExit exit)
            throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("peer"));
        String tls = authority.issue(own, Doorstep.PEER, Doorstep.parts(5, 5, 1));
        List<String> command = new Doorstep(own, way.port(), authority).node("5", tls);
        FleetMember peer = exit.closing(member(Doorstep.PEER, command, own));
        started(peer);
        node.ask("open", "open");
        peer.ask("open", "open");
        node.ask("bank", "bank");
        peer.end();
        awaitLine(node, 0, WAS_CONNECTED);
        out.println("node " + Doorstep.NODE + " has let in its peer " + Doorstep.PEER + ", which went away again");
    }

    private Seen watch(Intruder intruder, Doorstep at, CutLink way, FleetMember node, AtExit exit)
            throws IOException, InterruptedException {
        FleetMember member = exit.closing(member(Doorstep.PEER, intruder.prepare(at), at.folder()));
        int linesBefore = node.log().size();
        int before = way.accepted();
        member.start();
        member.expect("started");
        awaitLine(node, linesBefore, REFUSAL);
        awaitLine(member, 0, REFUSAL);
        awaitAttempts(way, before + ATTEMPTS);
        String told = member.ask("served", "served ");
        // What its end in the middle of an attempt looks like is another matter.
        List<String> refusedThere = since(node, linesBefore, REFUSAL);
        List<String> refusedHere = since(member, 0, REFUSAL);
        int attempts = way.accepted() - before;
        member.end();
        long served = Long.parseLong(told.substring("served ".length()))
                + since(node, linesBefore, WAS_CONNECTED).size()
                + since(member, 0, WAS_CONNECTED).size();
        return new Seen(attempts, refusedThere, refusedHere, served);
    }

    /** So many, of which the last one seems to be over. */
    private static void awaitAttempts(CutLink way, int least) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        int last = -1;
        while ((last < least || way.accepted() > last) && System.nanoTime() < deadline) {
            last = way.accepted();
            TimeUnit.MILLISECONDS.sleep(ATTEMPT_MILLIS);
        }
    }

    private static List<String> since(FleetMember member, int from, String part) throws IOException {
        List<String> lines = member.log();
        return lines.subList(from, lines.size()).stream()
                .filter(line -> line.contains(part))
                .toList();
    }

    /** If it does not come in time, that is seen later. */
    private static void awaitLine(FleetMember member, int from, String part) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (since(member, from, part).isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void show(Intruder intruder, Seen seen) {
        out.printf("%s: %d attempts, served %d%n", intruder.title(), seen.attempts(), seen.served());
        seen.there().forEach(line -> out.println("  at the node: " + words(line)));
        seen.here().forEach(line -> out.println("  at itself:   " + words(line)));
    }

    /** Without the time and the thread. */
    private static String words(String line) {
        int thread = line.indexOf("] ");
        return line.substring(thread < 0 ? line.indexOf(REFUSAL) + REFUSAL.length() : thread + 2);
    }
}
