package dev.sextant.replication.wire;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.NodeAddress;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What two processes tell each other when they connect, before anything else.
 *
 * @param protocolVersion the newest version it speaks
 * @param oldestProtocolVersion the oldest version it still speaks
 * @param cluster the name of the cluster it belongs to
 * @param volume the volume it has; null while all its disks are blank
 * @param node its own name
 * @param hosts the segments and writer slots that live in it
 * @param session counts the connections of the process, so that nothing of an old one is taken for news
 * @param nonce drawn at random when the process starts: another one means that it was started anew
 * @param generations of the hosted segments' disks; without those that are blank
 * @param settings what all processes of a cluster must be configured alike with, as text
 */
public record Hello(
        int protocolVersion,
        int oldestProtocolVersion,
        String cluster,
        @Nullable UUID volume,
        String node,
        AvailabilityZone zone,
        List<NodeAddress> hosts,
        long session,
        long nonce,
        List<SegmentGeneration> generations,
        String settings) {
    /** The newest version of the protocol that this code speaks: it counts what receivers must not ignore. */
    public static final int PROTOCOL_VERSION = 2;

    /** The oldest version of the protocol that this code still speaks. */
    public static final int OLDEST_PROTOCOL_VERSION = 1;

    public Hello {
        Check.argument(oldestProtocolVersion > 0, "protocol versions start at 1");
        Check.argument(protocolVersion >= oldestProtocolVersion, "the newest protocol version is not below the oldest");
        checkText(cluster, "cluster's name");
        checkText(node, "node's name");
        checkText(settings, "node's settings");
        Check.argument(session >= 0, "a session is not negative");
        hosts = List.copyOf(hosts);
        generations = List.copyOf(generations);
        Check.argument(new HashSet<>(hosts).size() == hosts.size(), "no part is hosted twice");
        Check.argument(
                generations.stream().map(SegmentGeneration::segment).distinct().count() == generations.size(),
                "a segment has one generation");
    }

    private static void checkText(String text, String what) {
        if (text.length() > WireLimits.MAX_TEXT_CHARS) {
            throw new IllegalArgumentException("a " + what + " has " + text.length() + " characters, at most "
                    + WireLimits.MAX_TEXT_CHARS + " are allowed");
        }
    }

    /** The newest protocol version that both ends speak; none if they cannot talk to each other. */
    public OptionalInt versionSharedWith(Hello other) {
        int newest = Math.min(protocolVersion, other.protocolVersion);
        int oldest = Math.max(oldestProtocolVersion, other.oldestProtocolVersion);
        return newest >= oldest ? OptionalInt.of(newest) : OptionalInt.empty();
    }
}
