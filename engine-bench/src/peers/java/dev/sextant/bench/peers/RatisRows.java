package dev.sextant.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory, as the log makes them. A transaction is one entry of the log: its writes, and the versions of what it read, which must
 * still be so when the entry's turn comes. A row's version is the place in the log of the entry that wrote it.
 *
 * <p>Entries are applied one after the other; questions are answered meanwhile, from any thread.
 */
final class RatisRows extends BaseStateMachine {
    private final ConcurrentNavigableMap<byte[], RatisMessage.Row> rows =
            new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        RatisMessage message =
                RatisMessage.decode(entry.getStateMachineLogEntry().getLogData());
        if (!(message instanceof RatisMessage.Commit commit)) {
            throw new IllegalStateException("the log has what does not belong there: " + message);
        }
        boolean holds = holds(commit);
        if (holds) {
            commit.written().forEach((key, value) -> write(key, value, entry.getIndex()));
        }
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return CompletableFuture.completedFuture(new RatisMessage.Verdict(holds).encode());
    }

    private boolean holds(RatisMessage.Commit commit) {
        for (Map.Entry<byte[], Long> read : commit.read().entrySet()) {
            if (row(read.getKey()).version() != read.getValue()) {
                return false;
            }
        }
        return true;
    }

    private void write(byte[] key, byte @Nullable [] value, long version) {
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, new RatisMessage.Row(version, value));
        }
    }

    private RatisMessage.Row row(byte[] key) {
        RatisMessage.Row row = rows.get(key);
        return row == null ? new RatisMessage.Row(RatisMessage.ABSENT, null) : row;
    }

    @Override
    public CompletableFuture<Message> query(Message question) {
        RatisMessage message = RatisMessage.decode(question.getContent());
        RatisMessage answer;
        if (message instanceof RatisMessage.Get get) {
            answer = row(get.key());
        } else if (message instanceof RatisMessage.Scan scan) {
            answer = keys(scan);
        } else if (message instanceof RatisMessage.Commit commit) {
            answer = new RatisMessage.Verdict(holds(commit));
        } else {
            throw new IllegalArgumentException("this is no question: " + message);
        }
        return CompletableFuture.completedFuture(answer.encode());
    }

    private RatisMessage.Keys keys(RatisMessage.Scan scan) {
        List<byte[]> keys = new ArrayList<>();
        for (byte[] key : rows.tailMap(scan.from(), true).keySet()) {
            if (keys.size() == scan.limit()) {
                break;
            }
            keys.add(key);
        }
        return new RatisMessage.Keys(keys.toArray(byte[][]::new));
    }
}
