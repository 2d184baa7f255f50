package dev.sextant.bench.peers;

import com.sleepycat.je.Database;
import com.sleepycat.je.DatabaseConfig;
import com.sleepycat.je.Environment;
import com.sleepycat.je.JEVersion;
import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import java.util.List;

/** One Berkeley DB Java Edition environment, or the master of several and the others. */
final class JeContender implements Contender {
    private final String name;
    private final String durability;
    private final List<Environment> nodes;
    private final Database rows;

    /** @param nodes the one that takes writes first */
    JeContender(String name, String durability, List<Environment> nodes) {
        this.name = name;
        this.durability = durability;
        this.nodes = List.copyOf(nodes);
        DatabaseConfig settings = new DatabaseConfig();
        settings.setAllowCreate(true);
        settings.setTransactional(true);
        rows = nodes.get(0).openDatabase(null, "rows", settings);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return JEVersion.CURRENT_VERSION.getNumericVersionString();
    }

    @Override
    public String durability() {
        return durability;
    }

    @Override
    public Client connect(int number) {
        return new JeClient(nodes.get(0), rows);
    }

    @Override
    public void close() {
        rows.close();
        // The master last, so that nobody begins an election meanwhile.
        for (int node = nodes.size() - 1; node >= 0; node--) {
            nodes.get(node).close();
        }
    }
}
