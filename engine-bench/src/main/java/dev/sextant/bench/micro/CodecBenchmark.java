package dev.sextant.bench.micro;

import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.replication.wire.Envelope;
import dev.sextant.replication.wire.EnvelopeCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An envelope from a writer to a segment, with one proposal of one page. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private final List<Message> messages = List.of(new SegmentMessage.Propose(new SampleProposals(1).next()));
    private final Envelope envelope =
            new Envelope(NodeAddress.of(SampleProposals.WRITER), NodeAddress.of(new SegmentId(0)), messages);
    private final byte[] bytes = EnvelopeCodec.encode(envelope);

    /** To bytes. */
    @Benchmark
    public byte[] encode() {
        return EnvelopeCodec.encode(envelope);
    }

    /** From bytes. */
    @Benchmark
    public Envelope decode() {
        return EnvelopeCodec.decode(bytes);
    }
}
