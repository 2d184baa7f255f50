package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import java.io.IOException;
import java.util.List;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.VersionInfo;

/** A group of Apache Ratis peers. */
final class RatisContender implements Contender {
    private final RaftGroup group;
    private final List<RaftServer> servers;

    private RatisContender(RaftGroup group, List<RaftServer> servers) {
        this.group = group;
        this.servers = List.copyOf(servers);
    }

    /** Returns once the group has a leader, whom a client's first question finds. */
    static RatisContender withLeader(RaftGroup group, List<RaftServer> servers) throws Exception {
        RatisContender contender = new RatisContender(group, servers);
        try (Client client = contender.connect(0)) {
            client.get(new byte[0]);
        }
        return contender;
    }

    @Override
    public String name() {
        return RatisFactory.NAME;
    }

    @Override
    public String version() {
        return VersionInfo.getSoftwareInfoVersion();
    }

    @Override
    public String durability() {
        return "three copies of the log, rows in memory; a commit returns when the leader and one other have synced its entry and the"
                + " leader has applied it; clients at the leader; what was read by key is checked by the entry itself: serializable,"
                + " but for what scans did not find";
    }

    @Override
    public Client connect(int number) {
        RaftClient client = RaftClient.newBuilder()
                .setProperties(new RaftProperties())
                .setRaftGroup(group)
                .build();
        return new RatisClient(client);
    }

    @Override
    public void close() throws IOException {
        for (RaftServer server : servers) {
            server.close();
        }
    }
}
