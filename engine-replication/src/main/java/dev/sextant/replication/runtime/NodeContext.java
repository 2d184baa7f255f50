package dev.sextant.replication.runtime;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.replication.node.NodeEvents;
import java.util.random.RandomGenerator;

/** What every node of a cluster is made with. */
record NodeContext(
        ClusterConfig config, Clock clock, InProcessNetwork network, NodeEvents events, RandomGenerator random) {}
