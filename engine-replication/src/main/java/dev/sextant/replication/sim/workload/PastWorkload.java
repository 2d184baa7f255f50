package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codecs;
import dev.sextant.api.Range;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.replication.sim.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Transactions move two tables on together; readers note what they saw at which read point, and read the same points again
 * later, through whichever writer, as well as points of the past that they only know the time of.
 *
 * <p>What is seen at a point is the same for ever, until it is refused; at every point of the past both tables hold the same.
 */
public final class PastWorkload extends StartedWorkload<PastWorkload.Tables> {
    private static final int KEYS = 24;
    private static final int MOST_NOTES = 40;

    /** Draws everything at its set-up. */
    public PastWorkload() {
        super(Tables::new);
    }

    /** The tables, and what was seen of them. */
    static final class Tables implements Running {
        private final WorkloadContext context;
        private final RandomGenerator random;
        private final Table<Long, Long> left;
        private final Table<Long, Long> right;
        private final List<Client> clients;
        private final List<Note> notes = new ArrayList<>();
        private final Findings findings = new Findings();

        private record Note(ReadPoint point, SortedMap<Long, Long> left, SortedMap<Long, Long> right) {}

        Tables(WorkloadContext context) {
            this.context = context;
            random = context.random();
            left = context.database().table("left", Codecs.int64(), Codecs.int64());
            right = context.database().table("right", Codecs.int64(), Codecs.int64());
            clients = Client.all(context);
        }

        @Override
        public CompletionStage<Step> step(int client) {
            int drawn = random.nextInt(10);
            Client runner = clients.get(client);
            if (drawn < 5) {
                return runner.run(TransactionOptions.DEFAULT, this::change).thenApply(Attempt::step);
            }
            if (drawn < 7 || notes.isEmpty()) {
                return runner.run(TransactionOptions.DEFAULT.asReadOnly(), this::note)
                        .thenApply(Attempt::step);
            }
            if (drawn < 9) {
                Note note = notes.get(random.nextInt(notes.size()));
                TransactionOptions past = TransactionOptions.DEFAULT.asOf(note.point());
                return runner.run(past, transaction -> compare(transaction, note))
                        .thenApply(Attempt::step);
            }
            TransactionOptions past = TransactionOptions.DEFAULT.asOf(drawInstant());
            return runner.run(past, this::look).thenApply(Attempt::step);
        }

        private Instant drawInstant() {
            long backNanos = random.nextLong(1 + context.time().nowNanos());
            return Instant.ofEpochMilli(
                            World.WALL_CLOCK.epochMillis(context.time().nowNanos()))
                    .minusNanos(random.nextBoolean() ? backNanos : backNanos / 50);
        }

        private CompletionStage<Boolean> change(Transaction transaction) {
            for (int left = 1 + random.nextInt(4); left > 0; left--) {
                long key = random.nextInt(KEYS);
                long more = 1L + random.nextInt(100);
                transaction.add(this.left, key, more);
                transaction.add(right, key, more);
            }
            return Stages.done();
        }

        private CompletionStage<Note> see(Transaction transaction) {
            return transaction
                    .scanAsync(left, Range.all(), ScanOptions.DEFAULT)
                    .thenCompose(lefts -> transaction
                            .scanAsync(right, Range.all(), ScanOptions.DEFAULT)
                            .thenApply(rights ->
                                    new Note(transaction.snapshot(), Reading.map(lefts), Reading.map(rights))));
        }

        private CompletionStage<Boolean> look(Transaction transaction) {
            return see(transaction).thenApply(seen -> {
                findings.require(
                        seen.left().equals(seen.right()),
                        "the tables differ at %s: %s and %s",
                        seen.point(),
                        seen.left(),
                        seen.right());
                for (Note note : notes) {
                    if (note.point().equals(seen.point())) {
                        same(note, seen);
                    }
                }
                return true;
            });
        }

        private CompletionStage<Boolean> note(Transaction transaction) {
            return see(transaction).thenCompose(seen -> {
                if (notes.size() < MOST_NOTES) {
                    notes.add(seen);
                } else {
                    notes.set(random.nextInt(MOST_NOTES), seen);
                }
                return look(transaction);
            });
        }

        private CompletionStage<Boolean> compare(Transaction transaction, Note note) {
            return see(transaction).thenApply(seen -> same(note, seen));
        }

        private boolean same(Note before, Note now) {
            findings.require(
                    before.equals(now),
                    "at %s the tables were %s and %s, and are seen later as %s and %s",
                    before.point(),
                    before.left(),
                    before.right(),
                    now.left(),
                    now.right());
            return true;
        }

        @Override
        public void finish() {
            Reading.last(context, transaction -> {
                SortedMap<Long, Long> lefts = Reading.map(Reading.all(transaction, left));
                SortedMap<Long, Long> rights = Reading.map(Reading.all(transaction, right));
                findings.require(lefts.equals(rights), "the tables differ in the end: %s and %s", lefts, rights);
                return true;
            });
        }

        @Override
        public List<String> anomalies() {
            return findings.sentences();
        }
    }
}
