package dev.sextant.bench.lag;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.Counting;
import dev.sextant.bench.contender.Seeing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This engine with several writers, the clients all at the first of them, and each commit noted with its times. What is noted is taken
 * while no client is at work; otherwise safe for use from several threads.
 */
@SuppressWarnings("try") // each store fails in its own way when it is closed
final class NotingContender implements Contender, Counting {
    /** Where the clients are. */
    static final WriterId AT = new WriterId(0);

    private final Contender contender;
    private final List<NotingClient> clients = new ArrayList<>();

    /** Closes the contender when it is closed. */
    NotingContender(Contender contender) {
        this.contender = contender;
    }

    /** What the clients that were connected since it was asked last have committed. */
    synchronized List<Commit> takeCommits() {
        List<Commit> commits = new ArrayList<>();
        clients.forEach(client -> commits.addAll(client.commits));
        clients.clear();
        return commits;
    }

    /** A state that holds all that those clients have committed. */
    synchronized ReadPoint point() {
        return clients.stream().map(client -> client.last).reduce(ReadPoint.ZERO, ReadPoint::join);
    }

    /** A client of another writer, whose commits nobody notes. */
    Client other() {
        return contender.connect(AT.slot() + 1);
    }

    @Override
    public String name() {
        return contender.name();
    }

    @Override
    public String version() {
        return contender.version();
    }

    @Override
    public String durability() {
        return contender.durability();
    }

    @Override
    public int writers() {
        return 1;
    }

    @Override
    public synchronized Client connect(int number) {
        NotingClient client = new NotingClient(contender.connect(number * contender.writers() + AT.slot()));
        clients.add(client);
        return client;
    }

    @Override
    public Map<String, Long> counters() {
        return contender instanceof Counting counting ? counting.counters() : Map.of();
    }

    @Override
    public void close() throws Exception {
        contender.close();
    }

    /** What a client has seen. */
    static ReadPoint point(Client client) {
        if (client instanceof Seeing seeing) {
            return seeing.readPoint();
        }
        throw new IllegalArgumentException("only clients of this engine tell what they have seen");
    }

    private static final class NotingClient implements Client {
        private final Client client;
        private final List<Commit> commits = new ArrayList<>();
        private ReadPoint last = ReadPoint.ZERO;

        NotingClient(Client client) {
            this.client = client;
        }

        @Override
        public byte @Nullable [] get(byte[] key) throws Exception {
            return client.get(key);
        }

        @Override
        public <T> T transact(Work<T> work) throws Exception {
            long begin = System.nanoTime();
            T result = client.transact(work);
            long end = System.nanoTime();
            last = point(client);
            commits.add(new Commit(begin, end, last.upTo(AT)));
            return result;
        }

        @Override
        public void close() throws Exception {
            client.close();
        }
    }
}
