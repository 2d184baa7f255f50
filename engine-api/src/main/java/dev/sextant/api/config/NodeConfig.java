package dev.sextant.api.config;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One process of a cluster of several: which segments and which writer or read replica it hosts, and where the others are. All processes of a
 * cluster have the same cluster name, number of writers, page size and segment layout, and together host each segment once.
 * Immutable; start from {@link #named} or {@link #load}.
 */
public final class NodeConfig {
    /** The most processes a cluster has beside this one. */
    public static final int MAX_PEERS = 31;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final String cluster;
    private final String name;
    private final ClusterConfig volume;
    private final SortedSet<SegmentId> segments;
    private final Optional<WriterId> writer;
    private final Optional<ReplicaId> replica;
    private final Optional<AvailabilityZone> zone;
    private final boolean standBy;
    private final HostAddress listen;
    private final SortedMap<String, HostAddress> peers;
    private final Optional<TlsFiles> tls;
    private final boolean plainText;

    private NodeConfig(Builder builder) {
        cluster = name("cluster", builder.cluster);
        name = name("node", builder.name);
        volume = builder.volume;
        segments = Collections.unmodifiableSortedSet(new TreeSet<>(builder.segments));
        replica = builder.replica;
        // Where one writes and the others may take its place, every replica may.
        boolean succeeds =
                volume.mode() == ClusterMode.SINGLE_MASTER && builder.writer.isEmpty() && replica.isPresent();
        writer = succeeds ? Optional.of(new WriterId(0)) : builder.writer;
        standBy = builder.standBy || succeeds;
        listen = builder.listen;
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(builder.peers));
        tls = builder.tls;
        plainText = builder.plainText;
        Settings.require(
                volume.directory().isPresent(), "directory", "must be set: a node keeps its part of the volume");
        writer.ifPresent(slot -> Settings.require(
                slot.slot() < volume.writers(),
                "writer",
                "is " + slot.slot() + ", but writers is " + volume.writers() + ", so the slots are 0 to "
                        + (volume.writers() - 1)));
        Settings.require(
                !segments.isEmpty() || writer.isPresent() || replica.isPresent(),
                "segments",
                "and writer and replica are all empty: nothing to host");
        Settings.require(
                volume.replicas() == 0,
                "replicas",
                "is of clusters in one process; here set replica, in its own process");
        zone = NodeZone.of(segments, writer, replica, builder.zone);
        Settings.require(!standBy || writer.isPresent(), "stand-by", "is set, but writer is not");
        peers.keySet().forEach(peer -> name("peer." + peer, peer));
        Settings.require(!peers.containsKey(name), "peer." + name, "is this node itself");
        Settings.within("peers", peers.size(), 0, MAX_PEERS);
        Settings.require(
                tls.isPresent() != plainText,
                "tls",
                tls.isPresent()
                        ? "is set, and plain-text too"
                        : "is not set; for a test on one machine set plain-text");
    }

    private static String name(String setting, String value) {
        Settings.require(
                NAME.matcher(value).matches(),
                setting,
                "must be 1 to 63 letters, digits, dots, dashes and underscores, not \"" + value + "\"");
        return value;
    }

    /**
     * A node.
     *
     * @param cluster the name of the cluster
     * @param name the name of this process in it
     * @param volume its part of the volume, which needs a directory, and all else that one process has, too
     */
    public static Builder named(String cluster, String name, ClusterConfig volume) {
        return new Builder(cluster, name, volume);
    }

    /**
     * Reads a file of properties ({@code name = value}, a line each); {@code docs/deployment.md} lists them. What the environment says
     * goes first: {@code SEXTANT_LISTEN} is {@code listen}, {@code SEXTANT_TLS_KEY} is {@code tls.key}, {@code SEXTANT_PEER_B} is
     * {@code peer.b}. Paths that are not absolute begin at the file's directory.
     *
     * @param environment such as {@link System#getenv()}
     * @throws dev.sextant.api.ConfigurationException if the file cannot be read, or a setting is unknown or not acceptable
     */
    public static NodeConfig load(Path file, Map<String, String> environment) {
        return NodeConfigFile.read(file, environment).build();
    }

    /** The name of the cluster. */
    public String cluster() {
        return cluster;
    }

    /** The name of this process. */
    public String name() {
        return name;
    }

    /** What one process has, too. */
    public ClusterConfig volume() {
        return volume;
    }

    /** The segments it hosts. */
    public SortedSet<SegmentId> segments() {
        return segments;
    }

    /** The writer slot it hosts. */
    public Optional<WriterId> writer() {
        return writer;
    }

    /**
     * The read replica it hosts. A writer answers reads as well; beside one, a replica is there for the time in which that one stands by, starts
     * or is fenced: the process then reads on it and hands its commits over. With {@link ClusterMode#SINGLE_MASTER} every process with a replica stands by for the writer.
     */
    public Optional<ReplicaId> replica() {
        return replica;
    }

    /**
     * Where it lives: in the zone of its segments and its writer, if they are all of one; with neither, in the zone that was set, or else
     * where its replica's number puts it. Empty if its parts are of several zones, as in a test on one machine.
     */
    public Optional<AvailabilityZone> zone() {
        return zone;
    }

    /**
     * Whether another process is meant to hold the writer slot, and this one takes it only when that has been silent for
     * {@link Timeouts#silence()}. One that does not stand by takes its slot as soon as it starts, from whoever holds it. Default false.
     */
    public boolean isStandBy() {
        return standBy;
    }

    /** Where it listens for the others. */
    public HostAddress listen() {
        return listen;
    }

    /** The other processes, by name. */
    public SortedMap<String, HostAddress> peers() {
        return peers;
    }

    /** How it proves who it is; empty for plain text. */
    public Optional<TlsFiles> tls() {
        return tls;
    }

    /** Collects settings; not safe for use by several threads at once. */
    public static final class Builder {
        private final String cluster;
        private final String name;
        private final ClusterConfig volume;
        private Collection<SegmentId> segments = new TreeSet<>();
        private Optional<WriterId> writer = Optional.empty();
        private Optional<ReplicaId> replica = Optional.empty();
        private Optional<AvailabilityZone> zone = Optional.empty();
        private boolean standBy;
        private HostAddress listen = new HostAddress("127.0.0.1", 0);
        private final Map<String, HostAddress> peers = new TreeMap<>();
        private Optional<TlsFiles> tls = Optional.empty();
        private boolean plainText;

        private Builder(String cluster, String name, ClusterConfig volume) {
            this.cluster = Objects.requireNonNull(cluster, "cluster");
            this.name = Objects.requireNonNull(name, "name");
            this.volume = Objects.requireNonNull(volume, "volume");
        }

        /**
         * The configuration.
         *
         * @throws dev.sextant.api.ConfigurationException if a setting is not acceptable
         */
        public NodeConfig build() {
            return new NodeConfig(this);
        }

        /** Sets {@link NodeConfig#segments()}. Default none. */
        public Builder segments(Collection<SegmentId> values) {
            segments = new TreeSet<>(values);
            return this;
        }

        /** Sets {@link NodeConfig#writer()}. Default none. */
        public Builder writer(WriterId value) {
            writer = Optional.of(value);
            return this;
        }

        /** Sets {@link NodeConfig#replica()}. Default none. */
        public Builder replica(ReplicaId value) {
            replica = Optional.of(value);
            return this;
        }

        /**
         * Says where the process lives, for one with nothing but a read replica. Segments and writers have their zones; where one of them is
         * hosted, this may only say the same.
         */
        public Builder zone(AvailabilityZone value) {
            zone = Optional.of(value);
            return this;
        }

        /** Sets {@link NodeConfig#isStandBy()}. */
        public Builder standBy(boolean value) {
            standBy = value;
            return this;
        }

        /** Sets {@link NodeConfig#listen()}. Default any free port on loopback. */
        public Builder listen(HostAddress value) {
            listen = Objects.requireNonNull(value, "listen");
            return this;
        }

        /** Adds one of {@link NodeConfig#peers()}. */
        public Builder peer(String peer, HostAddress address) {
            peers.put(Objects.requireNonNull(peer, "peer"), Objects.requireNonNull(address, "address"));
            return this;
        }

        /** Sets {@link NodeConfig#tls()}. */
        public Builder tls(TlsFiles value) {
            tls = Optional.of(value);
            return this;
        }

        /**
         * Lets the processes talk in plain text, where whoever reaches the port can read and change everything. For tests on one machine;
         * the log warns if it listens anywhere else.
         */
        public Builder plainText() {
            plainText = true;
            return this;
        }
    }
}
