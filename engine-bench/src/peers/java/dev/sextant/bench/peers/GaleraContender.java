package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A MariaDB Galera cluster, through JDBC. */
final class GaleraContender implements Contender {
    private final String name;
    private final GaleraCluster cluster;
    private final int nodes;
    private final String version;

    /** @param nodes how many of the nodes clients use */
    GaleraContender(String name, GaleraCluster cluster, int nodes) throws SQLException {
        this.name = name;
        this.cluster = cluster;
        this.nodes = nodes;
        try (Connection connection = DriverManager.getConnection(cluster.url(0));
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT version(), variable_value FROM information_schema.global_status"
                                + " WHERE variable_name = 'wsrep_provider_version'")) {
            row.next();
            version = row.getString(1) + ", Galera " + row.getString(2);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String durability() {
        return "three copies; a commit returns when its node has synced its log (innodb_flush_log_at_trx_commit=1) and the others have"
                + " received it, who sync theirs as they apply it; clients at "
                + (nodes == 1 ? "one node" : "all nodes")
                + "; reads from a snapshot, first committer of a row wins (REPEATABLE READ, innodb_snapshot_isolation)";
    }

    @Override
    public Client connect(int number) {
        try {
            return new GaleraClient(cluster.url(number % nodes));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect to node " + number % nodes + " of the Galera cluster", e);
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
