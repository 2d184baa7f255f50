package dev.sextant.storage.segment;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;

/**
 * A proposal in bytes, without its deltas: those lie under their pages on the REDO shelf. It ends its record, and leaves the delegators out
 * if there are none. Numbers are written as
 * {@link RecordWriter} does, lists with their length first.
 *
 * <pre>
 * proposal   incarnation, lsn, age, writes, reads, deps, transactions, replaces, delegators
 * write      page, base, length of the delta
 * read       page, version
 * version    lsn, seq
 * read point per slot: upTo, the missing seqs each as its distance from the one before
 * </pre>
 */
final class ProposalCodec {
    private ProposalCodec() {}

    static void write(RecordWriter to, Proposal proposal) {
        to.number(proposal.incarnation());
        to.number(proposal.lsn().value());
        to.number(proposal.age().value());
        to.number(proposal.writes().size());
        for (PageWrite write : proposal.writes()) {
            to.number(write.page().value());
            writeVersion(to, write.base());
            to.number(write.delta().length);
        }
        to.number(proposal.reads().size());
        for (PageRead read : proposal.reads()) {
            to.number(read.page().value());
            writeVersion(to, read.version());
        }
        writeReadPoint(to, proposal.deps());
        to.number(proposal.transactions().size());
        for (TransactionId transaction : proposal.transactions()) {
            to.number(transaction.high());
            to.number(transaction.low());
        }
        writeIds(to, proposal.replaces());
        if (!proposal.delegators().isEmpty()) {
            writeDelegators(to, proposal.delegators());
        }
    }

    /** The outline of a proposal whose id its key tells. */
    static ProposalOutline read(ProposalId id, RecordReader from) {
        long incarnation = from.number();
        Lsn lsn = readLsn(from);
        Lsn age = readLsn(from);
        RecordReader.require(lsn.writer().equals(id.writer()), "the LSN of " + id + " is another writer's");
        List<ProposalOutline.Write> writes = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            writes.add(new ProposalOutline.Write(new PageId(from.number()), readVersion(from), from.number()));
        }
        RecordReader.require(!writes.isEmpty(), id + " writes nothing");
        List<PageRead> reads = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            reads.add(new PageRead(new PageId(from.number()), readVersion(from)));
        }
        ReadPoint deps = readReadPoint(from);
        List<TransactionId> transactions = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            transactions.add(new TransactionId(from.number(), from.number()));
        }
        return new ProposalOutline(
                id, incarnation, lsn, age, writes, reads, deps, transactions, readIds(from), readDelegators(from));
    }

    private static void writeDelegators(RecordWriter to, List<Delegator> delegators) {
        to.number(delegators.size());
        for (Delegator delegator : delegators) {
            to.u8(delegator.writer().slot()).number(delegator.incarnation());
        }
    }

    private static List<Delegator> readDelegators(RecordReader from) {
        List<Delegator> delegators = new ArrayList<>();
        if (!from.hasMore()) {
            return delegators;
        }
        for (int left = from.count(); left > 0; left--) {
            int slot = from.u8();
            long incarnation = from.number();
            RecordReader.require(slot < WriterId.MAX_COUNT && incarnation > 0, "a list names no incarnation");
            delegators.add(new Delegator(new WriterId(slot), incarnation));
        }
        return delegators;
    }

    static void writeVersion(RecordWriter to, VersionId version) {
        to.number(version.lsn().value()).number(version.seq());
    }

    static VersionId readVersion(RecordReader from) {
        Lsn lsn = readLsn(from);
        long seq = from.number();
        RecordReader.require(seq >= 0, "a seq is negative");
        return new VersionId(lsn, seq);
    }

    private static Lsn readLsn(RecordReader from) {
        long value = from.number();
        RecordReader.require(value >= 0, "an LSN is negative");
        return new Lsn(value);
    }

    static void writeIds(RecordWriter to, List<ProposalId> ids) {
        to.number(ids.size());
        for (ProposalId id : ids) {
            to.u8(id.slot()).number(id.seq());
        }
    }

    static List<ProposalId> readIds(RecordReader from) {
        List<ProposalId> ids = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            int slot = from.u8();
            long seq = from.number();
            RecordReader.require(slot < WriterId.MAX_COUNT && seq > 0, "a list names no proposal");
            ids.add(ProposalId.of(slot, seq));
        }
        return ids;
    }

    static void writeReadPoint(RecordWriter to, ReadPoint point) {
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            to.number(point.upTo(writer));
            long[] missing = point.missing(writer);
            to.number(missing.length);
            long previous = 0;
            for (long seq : missing) {
                to.number(seq - previous);
                previous = seq;
            }
        }
    }

    static ReadPoint readReadPoint(RecordReader from) {
        long[] upTo = new long[WriterId.MAX_COUNT];
        long[][] missing = new long[WriterId.MAX_COUNT][];
        for (int slot = 0; slot < upTo.length; slot++) {
            upTo[slot] = from.number();
            missing[slot] = new long[from.count()];
            long previous = 0;
            for (int i = 0; i < missing[slot].length; i++) {
                previous += from.number();
                missing[slot][i] = previous;
            }
        }
        try {
            return ReadPoint.of(upTo, missing);
        } catch (IllegalArgumentException e) {
            throw new RecordCorruptException("a read point is none: " + e.getMessage());
        }
    }
}
