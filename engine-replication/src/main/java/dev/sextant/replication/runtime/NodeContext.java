package dev.sextant.replication.runtime;

import dev.sextant.api.config.ClusterConfig;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What every node of a cluster is made with.
 *
 * @param background runs what may take long, each on a thread of its own
 */
record NodeContext(
        ClusterConfig config,
        Clock clock,
        Switchboard network,
        ClusterEvents events,
        RandomGenerator random,
        Executor background) {}
