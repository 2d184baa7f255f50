package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.TieRule;
import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.page.PageFormat;
import java.util.ArrayList;
import java.util.List;

/** The rooms of one writer, without the core that connects them, and what they want sent and answered. */
final class Desks {
    static final WriterId SELF = new WriterId(0);
    static final WriterId PEER = new WriterId(1);
    static final PageId PAGE = new PageId(7);

    final WriterSettings settings;
    final List<WriterEffect> effects = new ArrayList<>();
    final Outbox outbox;
    final SegmentView segments;
    final BufferPool pool = new BufferPool(new Residency() {
        @Override
        public void touched(PageId page) {}

        @Override
        public void sized(PageId page, int sizeBytes) {}
    });
    final RedoApplier applier;
    final PageClaims claims = new PageClaims(pool);
    final Tallies tallies = new Tallies();
    final Clock clock = new Clock();
    final RoundTrips roundTrips;
    final Outcomes outcomes = new Outcomes();
    final Flights flights;

    Desks() {
        this(SELF);
    }

    /** Those of the writer of this slot. */
    Desks(WriterId self) {
        settings = new WriterSettings(
                self,
                1,
                List.of(PEER),
                0,
                Quorums.SIX,
                PageFormat.DEFAULT,
                Timeouts.builder().build(),
                Limits.builder().build(),
                TieRule.DEFAULT,
                nowNanos -> 0,
                SegmentLayout.FULL_AND_TAIL);
        outbox = new Outbox(settings.reader(), settings.peers(), List::of);
        segments = new SegmentView(settings.reader());
        applier = new RedoApplier(self, pool, new SnapshotRegistry(pool));
        roundTrips = new RoundTrips(settings.reader());
        flights = new Flights(settings, outbox, applier, claims, tallies, clock, roundTrips);
        outbox.open(0, effects::add);
        flights.open(1, 1);
    }

    static Proposal proposal(WriterId writer, long seq) {
        return new Proposal(
                new ProposalId(writer, seq),
                1,
                Lsn.of(seq + 10, writer),
                Lsn.of(seq + 10, writer),
                List.of(new PageWrite(PAGE, VersionId.NONE, new byte[0])),
                List.of(),
                ReadPoint.ZERO,
                List.of(),
                List.of());
    }

    void at(long nanos) {
        clock.set(nanos);
        outbox.open(nanos, effects::add);
    }

    /** How many messages of a type are to be sent; they are forgotten then. */
    int takeSent(Class<? extends Message> type) {
        int count = 0;
        for (WriterEffect effect : effects) {
            count += effect instanceof WriterEffect.Send send && type.isInstance(send.message()) ? 1 : 0;
        }
        effects.clear();
        return count;
    }

    List<ClientAnswer> answers() {
        List<ClientAnswer> found = new ArrayList<>();
        for (WriterEffect effect : effects) {
            if (effect instanceof WriterEffect.Answer answer) {
                found.add(answer.answer());
            }
        }
        return found;
    }
}
