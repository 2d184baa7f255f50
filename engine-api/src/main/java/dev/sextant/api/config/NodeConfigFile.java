package dev.sextant.api.config;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.WriterId;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a node from a file of properties and the environment. */
final class NodeConfigFile {
    private static final String ENVIRONMENT = "SEXTANT_";
    private static final String PEER = "peer.";

    private static final Map<String, BiConsumer<Timeouts.Builder, Duration>> TIMEOUTS = new TreeMap<>(Map.ofEntries(
            Map.entry("timeouts.vote", Timeouts.Builder::vote),
            Map.entry("timeouts.in-doubt", Timeouts.Builder::inDoubt),
            Map.entry("timeouts.settle-answer", Timeouts.Builder::settleAnswer),
            Map.entry("timeouts.commit", Timeouts.Builder::commit),
            Map.entry("timeouts.read", Timeouts.Builder::read),
            Map.entry("timeouts.hedge", Timeouts.Builder::hedge),
            Map.entry("timeouts.round-trip", Timeouts.Builder::roundTrip),
            Map.entry("timeouts.resend", Timeouts.Builder::resend),
            Map.entry("timeouts.decided-flush", Timeouts.Builder::decidedFlush),
            Map.entry("timeouts.gossip", Timeouts.Builder::gossip),
            Map.entry("timeouts.heartbeat", Timeouts.Builder::heartbeat),
            Map.entry("timeouts.journal", Timeouts.Builder::journal),
            Map.entry("timeouts.silence", Timeouts.Builder::silence),
            Map.entry("timeouts.open", Timeouts.Builder::open),
            Map.entry("timeouts.close", Timeouts.Builder::close),
            Map.entry("timeouts.segment-return", Timeouts.Builder::segmentReturn),
            Map.entry("timeouts.segment-return-longest", Timeouts.Builder::segmentReturnLongest),
            Map.entry("timeouts.backtrack", Timeouts.Builder::backtrack)));

    private final Path directory;
    /** Those that are not taken yet. */
    private final SortedMap<String, String> settings;

    private NodeConfigFile(Path directory, SortedMap<String, String> settings) {
        this.directory = directory;
        this.settings = settings;
    }

    static NodeConfig.Builder read(Path file, Map<String, String> environment) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException("file", file + " cannot be read (" + e + ")");
        }
        TreeMap<String, String> settings = new TreeMap<>();
        properties.forEach((key, value) -> settings.put((String) key, ((String) value).strip()));
        environment.forEach((variable, value) -> {
            if (variable.startsWith(ENVIRONMENT)) {
                settings.put(setting(variable, settings), value.strip());
            }
        });
        Path parent = file.toAbsolutePath().getParent();
        return new NodeConfigFile(parent == null ? file.toAbsolutePath() : parent, settings).builder();
    }

    /** The setting that a variable stands for: one of the file that reads the same, or the one its underscores and case suggest. */
    private static String setting(String variable, Map<String, String> settings) {
        for (String known : settings.keySet()) {
            if (variable.equals(variable(known))) {
                return known;
            }
        }
        String lower = variable.substring(ENVIRONMENT.length()).toLowerCase(Locale.ROOT);
        for (String group : List.of("tls", "peer", "timeouts", "console")) {
            if (lower.startsWith(group + "_")) {
                return group + "." + lower.substring(group.length() + 1).replace('_', '-');
            }
        }
        return lower.replace('_', '-');
    }

    private static String variable(String setting) {
        return ENVIRONMENT + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private NodeConfig.Builder builder() {
        String cluster = required("cluster");
        String name = required("node");
        NodeConfig.Builder builder = NodeConfig.named(cluster, name, volume());
        String segments = take("segments");
        if (segments != null) {
            builder.segments(Texts.list(segments).stream()
                    .map(each -> new SegmentId(
                            Settings.within("segments", Texts.integer("segments", each), 0, SegmentId.COUNT - 1)))
                    .toList());
        }
        String writer = take("writer");
        if (writer != null) {
            builder.writer(new WriterId(
                    Settings.within("writer", Texts.integer("writer", writer), 0, WriterId.MAX_COUNT - 1)));
        }
        String replica = take("replica");
        if (replica != null) {
            builder.replica(new ReplicaId(
                    Settings.within("replica", Texts.integer("replica", replica), 0, ReplicaId.MAX_COUNT - 1)));
        }
        String zone = take("zone");
        if (zone != null) {
            builder.zone(zone(zone));
        }
        String standBy = take("stand-by");
        if (standBy != null) {
            builder.standBy(Texts.truth("stand-by", standBy));
        }
        builder.listen(HostAddress.parse("listen", required("listen")));
        takeSecurity(builder);
        for (String setting : List.copyOf(settings.keySet())) {
            if (setting.startsWith(PEER)) {
                builder.peer(setting.substring(PEER.length()), HostAddress.parse(setting, required(setting)));
            }
        }
        if (!settings.isEmpty()) {
            throw new ConfigurationException(settings.firstKey(), "is not known");
        }
        return builder;
    }

    private static AvailabilityZone zone(String text) {
        for (AvailabilityZone zone : AvailabilityZone.values()) {
            if (zone.name().equalsIgnoreCase(text)) {
                return zone;
            }
        }
        throw new ConfigurationException("zone", "is a, b or c, not \"" + text + "\"");
    }

    private void takeSecurity(NodeConfig.Builder builder) {
        String authority = take("tls.authority");
        String certificate = take("tls.certificate");
        String key = take("tls.key");
        if (authority != null && certificate != null && key != null) {
            builder.tls(new TlsFiles(path(authority), path(certificate), path(key)));
        } else if (authority != null || certificate != null || key != null) {
            throw new ConfigurationException("tls", "needs tls.authority, tls.certificate and tls.key");
        }
        String plain = take("plain-text");
        if (plain != null && Texts.truth("plain-text", plain)) {
            builder.plainText();
        }
    }

    private ClusterConfig volume() {
        ClusterConfig.Builder volume = ClusterConfig.in(path(required("directory")));
        String value = take("mode");
        if (value != null) {
            volume.mode(mode(value));
        }
        value = take("writers");
        if (value != null) {
            volume.writers(Texts.integer("writers", value));
        }
        value = take("page-size");
        if (value != null) {
            volume.pageSizeBytes((int) Math.min(Integer.MAX_VALUE, Texts.bytes("page-size", value)));
        }
        value = take("all-full");
        if (value != null) {
            volume.segmentLayout(Texts.truth("all-full", value) ? SegmentLayout.ALL_FULL : SegmentLayout.FULL_AND_TAIL);
        }
        value = take("cache-size");
        if (value != null) {
            volume.cacheSizeBytes(Texts.bytes("cache-size", value));
        }
        value = take("history-retention");
        if (value != null) {
            volume.historyRetention(Texts.duration("history-retention", value));
        }
        value = take("history-max");
        if (value != null) {
            volume.historyMaxBytes(Texts.bytes("history-max", value));
        }
        takeConsole(volume);
        Timeouts.Builder timeouts = Timeouts.builder();
        TIMEOUTS.forEach((setting, set) -> {
            String text = take(setting);
            if (text != null) {
                set.accept(timeouts, Texts.duration(setting, text));
            }
        });
        return volume.timeouts(timeouts.build()).build();
    }

    private static ClusterMode mode(String text) {
        return switch (text) {
            case "multi-master" -> ClusterMode.MULTI_MASTER;
            case "single-master" -> ClusterMode.SINGLE_MASTER;
            default -> throw new ConfigurationException("mode", "is multi-master or single-master, not " + text);
        };
    }

    private void takeConsole(ClusterConfig.Builder volume) {
        String value = take("console");
        if (value != null) {
            volume.console(HostAddress.parse("console", value));
        }
        value = take("console.open");
        if (value != null) {
            volume.consoleOpen(Texts.truth("console.open", value));
        }
    }

    private Path path(String text) {
        return directory.resolve(text).normalize();
    }

    private @Nullable String take(String setting) {
        return settings.remove(setting);
    }

    private String required(String setting) {
        String value = take(setting);
        if (value == null) {
            throw new ConfigurationException(setting, "is missing");
        }
        return value;
    }
}
