package dev.sextant.conflict.version;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.List;

/** Builds proposals for tests: {@code Sample.proposal(0, 1).writes(P).reads(Q, version).build()}. */
public final class Sample {
    public static final PageId P = new PageId(1);
    public static final PageId Q = new PageId(2);
    public static final PageId R = new PageId(3);

    private final ProposalId id;
    private final List<PageWrite> writes = new ArrayList<>();
    private final List<PageRead> reads = new ArrayList<>();
    private List<ProposalId> replaces = List.of();
    private long incarnation = 1;
    private long lamport;
    private long age;

    private Sample(ProposalId id) {
        this.id = id;
        lamport = id.seq();
        age = id.seq();
    }

    public static Sample proposal(int slot, long seq) {
        return new Sample(ProposalId.of(slot, seq));
    }

    /** The version a sample proposal makes, unless it is given another lamport time. */
    public static VersionId version(int slot, long seq) {
        return new VersionId(Lsn.of(seq, new WriterId(slot)), seq);
    }

    public Sample writes(PageId page, VersionId base) {
        writes.add(new PageWrite(page, base, new byte[] {(byte) id.seq()}));
        return this;
    }

    public Sample writes(PageId page) {
        return writes(page, VersionId.NONE);
    }

    public Sample reads(PageId page, VersionId version) {
        reads.add(new PageRead(page, version));
        return this;
    }

    public Sample reads(PageId page) {
        return reads(page, VersionId.NONE);
    }

    public Sample incarnation(long number) {
        incarnation = number;
        return this;
    }

    public Sample lamport(long time) {
        lamport = time;
        return this;
    }

    public Sample age(long time) {
        age = time;
        return this;
    }

    public Sample replaces(ProposalId... attempts) {
        replaces = List.of(attempts);
        return this;
    }

    public Proposal build() {
        WriterId writer = id.writer();
        return new Proposal(
                id,
                incarnation,
                Lsn.of(lamport, writer),
                Lsn.of(age, writer),
                writes,
                reads,
                ReadPoint.ZERO,
                List.of(new TransactionId(writer.slot(), id.seq())),
                replaces);
    }
}
