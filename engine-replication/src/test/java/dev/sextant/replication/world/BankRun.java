package dev.sextant.replication.world;

import dev.sextant.conflict.check.TransactionView;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.Snapshot;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.storage.tree.PageMissingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Transfers by several clients on several writers while things fail, and then the books: nothing lost, nothing made up. */
public final class BankRun {
    private static final int STEPS = 12;

    private final World world;
    private final int writers;
    private final int accounts;
    private final List<BankClient> clients = new ArrayList<>();
    private final boolean[] writerDown;
    private int downSegments;
    private final boolean[] segmentDown = new boolean[6];

    public BankRun(World world, int writers, int clientCount, int accounts) {
        this.world = world;
        this.writers = writers;
        this.accounts = accounts;
        writerDown = new boolean[writers];
        for (int number = 0; number < clientCount; number++) {
            clients.add(new BankClient(world, number % writers, number, accounts, number % 3 == 0));
        }
    }

    public boolean open() {
        return world.await(10 * World.SECOND, this::allOpen);
    }

    private boolean allOpen() {
        for (int slot = 0; slot < writers; slot++) {
            if (!world.writer(slot).isOpen()) {
                return false;
            }
        }
        return true;
    }

    public void start() {
        clients.forEach(BankClient::start);
    }

    /** A few hundred milliseconds each of whatever the seed draws, never more than the guarantees allow. */
    public void misfortunes() {
        for (int step = 0; step < STEPS; step++) {
            world.runFor((50 + world.random.nextInt(300)) * World.MILLI);
            switch (world.random.nextInt(7)) {
                case 0 -> toggleWriter(world.random.nextInt(writers));
                case 1, 2 -> toggleSegment(world.random.nextInt(6));
                case 3 -> world.dropProbability(0.02 * world.random.nextInt(5));
                case 4 -> cutSomething();
                case 5 -> world.healLinks();
                default -> loseDisk(world.random.nextInt(6));
            }
        }
    }

    private void toggleWriter(int slot) {
        if (writerDown[slot]) {
            world.startWriter(slot);
        } else {
            world.killWriter(slot);
        }
        writerDown[slot] = !writerDown[slot];
    }

    private void toggleSegment(int index) {
        if (segmentDown[index]) {
            world.startSegment(index);
            downSegments--;
            segmentDown[index] = false;
        } else if (downSegments < 2) {
            world.crashSegment(index);
            downSegments++;
            segmentDown[index] = true;
        }
    }

    private void cutSomething() {
        int slot = world.random.nextInt(writers);
        int segment = world.random.nextInt(6);
        world.cut(World.writerAddress(slot), World.segmentAddress(segment));
        world.cut(World.writerAddress(slot), World.writerAddress((slot + 1) % writers));
    }

    /**
     * One lost disk at a time, and not while segments are away: with two that abstain and two dead owners whose proposals have two
     * votes each, only the operator can go on.
     */
    private void loseDisk(int index) {
        if (downSegments == 0 && world.isWhole()) {
            world.loseDisk(index);
        }
    }

    /** Everything comes back; tells whether all clients came to an end with their last transfer. */
    public boolean heal() {
        world.healLinks();
        for (int index = 0; index < 6; index++) {
            if (segmentDown[index]) {
                toggleSegment(index);
            }
        }
        for (int slot = 0; slot < writers; slot++) {
            if (writerDown[slot]) {
                toggleWriter(slot);
            }
        }
        boolean open = world.await(10 * World.SECOND, this::allOpen);
        world.runFor(World.SECOND);
        clients.forEach(BankClient::stop);
        boolean idle = world.await(10 * World.SECOND, () -> clients.stream().allMatch(BankClient::isIdle));
        world.runFor(2 * World.SECOND);
        return open && idle;
    }

    public Set<String> acknowledged() {
        TreeSet<String> all = new TreeSet<>();
        clients.forEach(client -> all.addAll(client.acknowledged));
        return all;
    }

    public Set<String> unknown() {
        TreeSet<String> all = new TreeSet<>();
        clients.forEach(client -> all.addAll(client.unknown));
        return all;
    }

    public int accounts() {
        return accounts;
    }

    /** Reads through a writer, at its newest read point, as a client would. */
    public <T> T read(int slot, Function<TransactionView, T> work) {
        World.Writer writer = world.writer(slot);
        SnapshotRegistry.Lease lease = writer.snapshots.acquire();
        Snapshot snapshot = new Snapshot(writer.pool, lease.point());
        while (true) {
            try {
                T result = work.apply(TransactionView.ofSnapshot(snapshot));
                writer.snapshots.release(lease);
                return result;
            } catch (PageMissingException missing) {
                boolean[] done = {false};
                world.request(
                        writer, id -> new WriterInput.FetchPage(id, missing.page(), snapshot.readPoint()), answer -> {
                            ClientAnswer.PageFetched fetched = (ClientAnswer.PageFetched) answer;
                            snapshot.supply(missing.page(), fetched.page());
                            done[0] = true;
                        });
                if (!world.await(10 * World.SECOND, () -> done[0])) {
                    throw new AssertionError("no segment serves " + missing.page(), missing);
                }
            }
        }
    }

    public long total(int slot) {
        return read(slot, view -> {
            long sum = 0;
            for (int account = 0; account < accounts; account++) {
                sum += BankClient.read(view, account);
            }
            return sum;
        });
    }

    /** The transfers in the ledger among these. */
    public Set<String> present(int slot, Set<String> names) {
        return read(slot, view -> {
            TreeSet<String> found = new TreeSet<>();
            for (String name : names) {
                if (view.get(BankClient.LEDGER, name.getBytes(StandardCharsets.UTF_8)) != null) {
                    found.add(name);
                }
            }
            return found;
        });
    }

    public int[] attempts() {
        int[] all = new int[257];
        for (int slot = 0; slot < writers; slot++) {
            int[] some = world.writer(slot).report().attempts();
            for (int index = 0; index < all.length; index++) {
                all[index] += some[index];
            }
        }
        return all;
    }
}
