package dev.sextant.bench.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Network namespaces of Linux. Each that is made here is named for the process that made it, so that who comes later can tell what a
 * killed one has left behind from what is in use. Nothing is ever done to the machine's own network.
 */
final class Namespaces {
    private static final Pattern OURS = Pattern.compile("sextant-(\\d+)-\\d+-[a-z]+");
    private static final Path OWN_PROCESS = Path.of("/proc/self");
    private static final AtomicInteger GROUPS = new AtomicInteger();

    private Namespaces() {}

    /** What the names of namespaces begin with that belong together; different each time. */
    static String newGroup() {
        return "sextant-" + ProcessHandle.current().pid() + "-" + GROUPS.incrementAndGet() + "-";
    }

    /** Why none can be made here, in a clause; empty if they can: that is found out by making some and removing them. */
    static Optional<String> hindrance() {
        try {
            if (!Files.exists(OWN_PROCESS)) {
                return Optional.of("this is not Linux");
            } else if ((Integer) Files.getAttribute(OWN_PROCESS, "unix:uid") != 0) {
                return Optional.of("this is not run as root");
            }
            try (NamespaceNetwork trial = new NamespaceNetwork(1)) {
                trial.open();
            }
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** All that were made here, by any process. */
    static List<String> ours() throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : Ip.run("netns", "list").lines().toList()) {
            String name = line.split(" ", 2)[0];
            if (OURS.matcher(name).matches()) {
                names.add(name);
            }
        }
        return names;
    }

    /** Ends what still runs in a namespace and removes it, with all that is connected to it. */
    static void remove(String name) throws IOException {
        for (String pid : Ip.run("netns", "pids", name).lines().toList()) {
            ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
        Ip.run("netns", "delete", name);
    }

    /** Removes what was made by processes that are no more; returns the names. */
    static List<String> removeLeftovers() throws IOException {
        List<String> removed = new ArrayList<>();
        for (String name : ours()) {
            Matcher parts = OURS.matcher(name);
            boolean isLeft = parts.matches()
                    && ProcessHandle.of(Long.parseLong(parts.group(1))).isEmpty();
            if (isLeft) {
                remove(name);
                removed.add(name);
            }
        }
        return removed;
    }
}
