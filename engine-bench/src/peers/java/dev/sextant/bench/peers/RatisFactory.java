package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.TimeDuration;

/** Opens three Apache Ratis peers in this process, with a small store of rows as what their log is for. */
public final class RatisFactory implements ContenderFactory {
    static final String NAME = "ratis";
    private static final int PEERS = 3;
    private static final RaftGroupId GROUP = RaftGroupId.valueOf(new UUID(0, 1));
    /** Longer than by default: on a busy machine silence is no sign of death. */
    private static final TimeDuration ELECTION_LEAST = TimeDuration.ONE_SECOND;

    private static final TimeDuration ELECTION_MOST = TimeDuration.ONE_SECOND.multiply(2);
    /** The first one need not wait so long. */
    private static final TimeDuration FIRST_ELECTION_LEAST = TimeDuration.ONE_SECOND.multiply(0.2);

    private static final TimeDuration FIRST_ELECTION_MOST = TimeDuration.ONE_SECOND.multiply(0.5);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) throws Exception {
        boolean again = Files.exists(home(directory, 0));
        List<Integer> ports = FreePorts.of(directory, PEERS);
        List<RaftPeer> peers = new ArrayList<>();
        for (int peer = 0; peer < PEERS; peer++) {
            peers.add(RaftPeer.newBuilder()
                    .setId("peer-" + peer)
                    .setAddress(FreePorts.HOST + ":" + ports.get(peer))
                    .build());
        }
        RaftGroup group = RaftGroup.valueOf(GROUP, peers);
        List<RaftServer> servers = new ArrayList<>();
        try {
            for (int peer = 0; peer < PEERS; peer++) {
                RaftServer server = server(home(directory, peer), peers.get(peer), ports.get(peer), group, again);
                servers.add(server);
                server.start();
            }
            return RatisContender.withLeader(group, servers);
        } catch (Throwable e) {
            for (RaftServer server : servers) {
                server.close();
            }
            throw e;
        }
    }

    private static Path home(Path directory, int peer) {
        return directory.resolve("peer-" + peer);
    }

    private static RaftServer server(Path home, RaftPeer peer, int port, RaftGroup group, boolean again)
            throws IOException {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(home.toFile()));
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, ELECTION_LEAST);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, ELECTION_MOST);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, FIRST_ELECTION_LEAST);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, FIRST_ELECTION_MOST);
        GrpcConfigKeys.Server.setHost(properties, FreePorts.HOST);
        GrpcConfigKeys.Server.setPort(properties, port);
        return RaftServer.newBuilder()
                .setServerId(peer.getId())
                .setGroup(group)
                .setProperties(properties)
                .setOption(again ? RaftStorage.StartupOption.RECOVER : RaftStorage.StartupOption.FORMAT)
                .setStateMachineRegistry(id -> new RatisRows())
                .build();
    }
}
