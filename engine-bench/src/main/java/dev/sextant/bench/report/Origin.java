package dev.sextant.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where figures come from.
 *
 * @param taken when the run began
 * @param command what repeats it, without its places
 * @param commit what was checked out
 * @param machine what it ran on, by names for tables; no host and no path
 */
public record Origin(Instant taken, String command, String commit, Map<String, String> machine) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long MEBI = 1L << 20;

    public Origin {
        machine = new LinkedHashMap<>(machine);
    }

    /**
     * Of a run on this machine that begins now.
     *
     * @param directory on the disk that is measured
     */
    public static Origin here(Instant now, String command, String commit, Path directory) throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("system", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        machine.put("processor", line(PROCESSORS, "model name"));
        machine.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        machine.put("memory", line(MEMORY, "MemTotal"));
        machine.put("file system", Files.getFileStore(directory).type());
        machine.put("java", property("java.vm.name") + " " + property("java.vm.version"));
        machine.put("heap at most", Runtime.getRuntime().maxMemory() / MEBI + " MiB");
        return new Origin(now, command, commit, machine);
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    /** What follows a name and a colon in a file of the kernel's, if there is such a file. */
    private static String line(Path file, String name) throws IOException {
        if (!Files.isReadable(file)) {
            return "not told on this system";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("not told on this system");
    }

    /** A command without the places it reads and writes. */
    public static String command(String command, List<String> arguments) {
        StringBuilder text = new StringBuilder("./dev bench ").append(command);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean place = argument.equals("--dir") || argument.equals("--out") || argument.equals("--commit");
            boolean joined =
                    argument.startsWith("--dir=") || argument.startsWith("--out=") || argument.startsWith("--commit=");
            if (place) {
                i++;
            } else if (!joined) {
                text.append(' ').append(argument);
            }
        }
        return text.toString();
    }
}
