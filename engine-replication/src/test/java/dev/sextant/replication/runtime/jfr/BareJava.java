package dev.sextant.replication.runtime.jfr;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Table;
import dev.sextant.api.config.ClusterConfig;

/** Commits something in a Java of its own, that may lack modules. */
final class BareJava {
    private BareJava() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        try (Cluster cluster = Cluster.open(ClusterConfig.inMemory().writers(1).build())) {
            Table<Long, Long> rows = cluster.database().table("rows", Codecs.int64(), Codecs.int64());
            cluster.database().run(tx -> tx.put(rows, 1L, 42L));
            long read = cluster.database().transact(tx -> tx.get(rows, 1L).orElse(0L));
            boolean recorder = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
            System.out.println("recorder " + recorder + ", read " + read);
        }
    }
}
