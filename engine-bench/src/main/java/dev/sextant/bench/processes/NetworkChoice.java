package dev.sextant.bench.processes;

import dev.sextant.bench.cli.AtExit;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Which network the processes of a run are to have. */
enum NetworkChoice {
    /** Namespaces where they are permitted, proxies elsewhere. */
    AUTO,
    NAMESPACES,
    PROXIES;

    /** Makes it, and says which it is. */
    FleetNetwork open(int processes, AtExit exit, PrintStream out) throws IOException {
        Optional<String> hindrance = this == PROXIES ? Optional.empty() : Namespaces.hindrance();
        if (this == NAMESPACES && hindrance.isPresent()) {
            throw new IOException("network namespaces cannot be made here: " + hindrance.get()
                    + "; --network proxies does without them");
        }
        FleetNetwork network;
        String why = "";
        if (this == PROXIES || hindrance.isPresent()) {
            network = exit.closing(new ProxyNetwork(processes));
            why = hindrance
                    .map(text -> ", since network namespaces cannot be made here: " + text)
                    .orElse("");
        } else {
            List<String> left = Namespaces.removeLeftovers();
            if (!left.isEmpty()) {
                out.println("removed what a killed run has left behind: " + String.join(", ", left));
            }
            NamespaceNetwork namespaces = exit.closing(new NamespaceNetwork(processes));
            namespaces.open();
            network = namespaces;
        }
        out.println("network: " + network.description() + why);
        return network;
    }
}
