package dev.sextant.replication.node;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.memory.MemoryDisk;
import dev.sextant.storage.memory.MemoryStore;
import dev.sextant.storage.segment.SegmentCore;
import dev.sextant.storage.segment.SegmentEffect;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.segment.SegmentInput;
import dev.sextant.storage.segment.SegmentSettings;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A segment over a disk in memory, driven by hand; what it sends is kept. */
final class SegmentRig implements NodeEvents {
    static final SegmentId SEGMENT = new SegmentId(3);
    static final WriterId WRITER = new WriterId(1);
    static final NodeAddress WRITER_ADDRESS = NodeAddress.of(WRITER);
    private static final StoreIdentity IDENTITY = StoreIdentity.of(new UUID(1, 2), SEGMENT);

    final MemoryDisk disk = new MemoryDisk("disk 3");
    final List<Envelope> sent = new ArrayList<>();
    final List<SegmentEvent> events = new ArrayList<>();
    final List<StoreException> failures = new ArrayList<>();
    final List<SegmentEffect.Inspected> inspected = new ArrayList<>();
    private SegmentDriver driver;
    private long nowNanos;

    /** What was sent together. */
    record Envelope(NodeAddress to, List<Message> messages) {}

    SegmentRig() {
        driver = driverOver(MemoryStore.create(disk, IDENTITY));
        drain(new SegmentInput.Start());
    }

    private SegmentDriver driverOver(dev.sextant.storage.store.SegmentStore store) {
        SegmentCore core = new SegmentCore(SegmentSettings.of(SEGMENT, 0));
        return new SegmentDriver(
                SEGMENT,
                core,
                store,
                (from, to, messages) -> sent.add(new Envelope(to, messages)),
                this,
                inspected::add);
    }

    /** Begins anew over what is on the disk. */
    void reopen() {
        driver = driverOver(MemoryStore.open(disk, IDENTITY));
        drain(new SegmentInput.Start());
    }

    SegmentDriver driver() {
        return driver;
    }

    void drain(SegmentInput... inputs) {
        nowNanos++;
        driver.drain(List.of(inputs), nowNanos);
    }

    /** Has the writer send these together. */
    void receive(SegmentMessage... messages) {
        List<SegmentInput> inputs = new ArrayList<>();
        for (SegmentMessage message : messages) {
            inputs.add(new SegmentInput.Received(WRITER_ADDRESS, message));
        }
        drain(inputs.toArray(SegmentInput[]::new));
    }

    /** The votes sent so far. */
    List<WriterMessage.Voted> votes() {
        List<WriterMessage.Voted> votes = new ArrayList<>();
        for (Envelope envelope : sent) {
            for (Message message : envelope.messages()) {
                if (message instanceof WriterMessage.Voted voted) {
                    votes.add(voted);
                }
            }
        }
        return votes;
    }

    /** Whether the last vote on that proposal was for it. */
    boolean accepted(long seq) {
        return votes().stream()
                .filter(vote -> vote.id().seq() == seq)
                .reduce((former, latter) -> latter)
                .filter(vote -> vote.verdict() instanceof Verdict.Accepted)
                .isPresent();
    }

    /** A proposal that makes a page. */
    static Proposal proposal(long seq, long page) {
        Lsn lsn = new Lsn(seq << 2 | WRITER.slot());
        return new Proposal(
                new ProposalId(WRITER, seq),
                1,
                lsn,
                lsn,
                List.of(new PageWrite(new PageId(page), VersionId.NONE, new byte[] {1, 2, 3})),
                List.of(),
                ReadPoint.ZERO,
                List.of(new TransactionId(7, seq)),
                List.of());
    }

    static SegmentMessage propose(long seq, long page) {
        return new SegmentMessage.Propose(proposal(seq, page));
    }

    static SegmentMessage claim(long incarnation) {
        return new SegmentMessage.Claim(WRITER, incarnation, 99);
    }

    @Override
    public void segment(SegmentId segment, SegmentEvent event) {
        events.add(event);
    }

    @Override
    public void storeFailed(SegmentId segment, StoreException failure) {
        failures.add(failure);
    }
}
