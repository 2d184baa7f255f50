package dev.sextant.api.spi;

import dev.sextant.api.Cluster;
import dev.sextant.api.Node;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.NodeConfig;

/** An engine, as {@link java.util.ServiceLoader} finds it: one public class with a public constructor without arguments. */
public interface EngineProvider {
    /** Opens a cluster; the contract is that of {@link Cluster#open(ClusterConfig)}. */
    Cluster open(ClusterConfig config);

    /** Starts one process of a cluster; the contract is that of {@link Node#start(NodeConfig)}. */
    Node start(NodeConfig config);
}
