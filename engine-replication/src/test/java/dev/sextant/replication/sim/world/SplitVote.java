package dev.sextant.replication.sim.world;

import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * The known limit of the protocol, produced on purpose: two writers that fight for a page die in the middle of the vote, two segments
 * are gone, and the other four are split two against two.
 */
public final class SplitVote {
    public static final WriterId OLDER = new WriterId(0);
    public static final WriterId YOUNGER = new WriterId(1);
    public static final WriterId SURVIVOR = new WriterId(2);
    private static final TransactionOptions PATIENT =
            TransactionOptions.DEFAULT.withCommitTimeout(Duration.ofSeconds(2));
    /** Writers with a doubt open after half of this. */
    private static final Timeouts TIMES =
            Timeouts.builder().open(Duration.ofSeconds(4)).build();

    private final List<String> votes = new ArrayList<>();
    public final World world;
    public final Table<String, Long> fought;
    public final Table<String, Long> calm;
    public ProposalId older = ProposalId.of(0, 1);
    public ProposalId younger = ProposalId.of(1, 1);

    public SplitVote(long seed) {
        world = Worlds.healthy(seed, 3, TIMES, this::listen);
        fought = world.database().table("fought", Codecs.utf8(), Codecs.int64());
        calm = world.database().table("calm", Codecs.utf8(), Codecs.int64());
        put(SURVIVOR, fought, 1);
        put(SURVIVOR, calm, 1);
    }

    private void listen(String line) {
        if (line.contains("Voted") && line.contains(" 0 Accepted")) {
            votes.add(line);
        }
    }

    /** Each of two writers gets two votes for its change of the same page, segments 0 and 1, and 2 and 3; then both die. */
    public Set<ProposalId> split() {
        world.segments().get(4).crash(0);
        world.segments().get(5).crash(0);
        world.time().runFor(VirtualTime.SECOND);
        far(OLDER, 2, 3);
        far(YOUNGER, 0, 1);
        votes.clear();
        change(OLDER);
        change(YOUNGER);
        require(within(VirtualTime.SECOND, () -> votes.size() >= 4), "two against two");
        older = new ProposalId(OLDER, world.highestSeq(OLDER.slot()));
        younger = new ProposalId(YOUNGER, world.highestSeq(YOUNGER.slot()));
        world.slots().get(OLDER.slot()).kill();
        world.slots().get(YOUNGER.slot()).kill();
        world.network().healAll();
        Set<ProposalId> rivals = new TreeSet<>();
        rivals.add(older);
        rivals.add(younger);
        return rivals;
    }

    private void far(WriterId writer, int... segments) {
        for (int segment : segments) {
            NodeAddress from = world.slots().get(writer.slot()).address();
            world.network().delay(from, world.segments().get(segment).address(), 30 * VirtualTime.MILLI);
        }
    }

    private void change(WriterId writer) {
        Transaction transaction = world.database(writer).begin();
        transaction.put(fought, "row", 10L + writer.slot());
        transaction.commitAsync();
    }

    /** The writers that died come back, and open their slots, which takes long with a doubt. */
    public void restartWriters() {
        world.slots().forEach(WriterSlot::restart);
        require(within(60 * VirtualTime.SECOND, this::allWritersOpen), "writers open in spite of the doubt");
    }

    /** The segments that were away get blank disks; they count once the slots of the dead writers were opened anew. */
    public void giveNewDisks() {
        for (int segment = 4; segment < 6; segment++) {
            world.segments().get(segment).loseDisk();
            world.segments().get(segment).start();
        }
        restartWriters();
        require(within(60 * VirtualTime.SECOND, world::isHealthy), "all count");
        world.time().runFor(2 * VirtualTime.SECOND);
    }

    /** A segment is given a blank disk, and fills it. */
    public void replaceDisk(int index) {
        SimSegment segment = world.segments().get(index);
        segment.loseDisk();
        segment.start();
        require(within(60 * VirtualTime.SECOND, () -> segment.state() == SegmentState.UP), segment.id() + " is whole");
    }

    public boolean allWritersOpen() {
        return world.slots().stream().allMatch(WriterSlot::isOpen);
    }

    public boolean within(long nanos, BooleanSupplier condition) {
        return world.time().runUntil(world.time().nowNanos() + nanos, condition);
    }

    public CommitResult put(WriterId writer, Table<String, Long> table, long value) {
        Transaction transaction = world.database(writer).begin(PATIENT);
        transaction.put(table, "row", value);
        return transaction.commit();
    }

    public Long get(Table<String, Long> table) {
        try (Transaction transaction = world.database(SURVIVOR).begin()) {
            return transaction.get(table, "row").orElseThrow();
        }
    }

    /** What the survivor says is in doubt. */
    public Set<ProposalId> inDoubt() {
        return new TreeSet<>(
                world.slots().get(SURVIVOR.slot()).current().report().oldestInDoubt());
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }
}
