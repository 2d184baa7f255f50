package dev.sextant.bench.cli;

import dev.sextant.api.Node;
import dev.sextant.api.NodeStatus;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.config.NodeConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code node}: one process of a cluster, until it is told to end. */
@Command(
        name = "node",
        usageHelpWidth = 110,
        description = {
            "Runs one process of a cluster of several, as a file of properties and the environment say (docs/deployment.md). It ends in"
                    + " order when it gets SIGTERM or SIGINT.",
            ""
        },
        footer = {"", "Exit code: 2 if it cannot start, else that of the signal."})
final class NodeCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the file of properties")
    private @Nullable Path config;

    @Option(names = "--check", description = "only read the configuration, and tell what is wrong with it")
    private boolean check;

    @ParentCommand
    private @Nullable SextantCommand parent;

    @Override
    public Integer call() {
        if (parent == null || config == null) {
            throw new IllegalStateException("the command line fills in what is required");
        }
        NodeConfig read = NodeConfig.load(config, System.getenv());
        PrintStream out = parent.out();
        if (check) {
            out.println(read.name() + " of cluster " + read.cluster() + ": the configuration can be used");
            return SextantCommand.SOUND;
        }
        Node node = Node.start(read);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "close"));
        out.println(read.name() + " listens on " + node.status().listening());
        node.console().ifPresent(console -> out.println(read.name() + " shows the cluster at " + console));
        tellUntilOpen(node, out);
        return awaitEnd();
    }

    private static void tellUntilOpen(Node node, PrintStream out) {
        String told = "";
        while (true) {
            try {
                node.awaitOpen(LOOK);
                NodeStatus status = node.status();
                out.println(status.node() + " is open, with a part of volume "
                        + status.volume().orElseThrow());
                return;
            } catch (QuorumLostException notYet) {
                String waits = node.status().waitingFor().orElse("waits for segments of its volume");
                if (!waits.equals(told)) {
                    out.println(node.status().node() + " " + waits);
                    told = waits;
                }
            }
        }
    }

    /** The process ends by a signal, which runs the hook. */
    private static int awaitEnd() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return SextantCommand.SOUND;
    }
}
