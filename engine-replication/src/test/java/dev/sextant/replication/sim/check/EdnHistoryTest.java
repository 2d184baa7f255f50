package dev.sextant.replication.sim.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdnHistoryTest {
    @Test
    void writesWhatElleReads() {
        List<String> lines = new ArrayList<>();
        EdnHistory.write(
                new Histories()
                        .ok(0, "a+1", "a=1")
                        .info(1, "a+2")
                        .fail(0, "b=1")
                        .ok(1, "a=1,2")
                        .all(),
                lines::add);
        assertEquals(
                List.of(
                        "{:index 0, :time 0, :type :invoke, :process 0, :f :txn, :value [[:append \"a\" 1] [:r \"a\" nil]]}",
                        "{:index 1, :time 1, :type :ok, :process 0, :f :txn, :value [[:append \"a\" 1] [:r \"a\" [1]]]}",
                        "{:index 2, :time 2, :type :invoke, :process 1, :f :txn, :value [[:append \"a\" 2]]}",
                        "{:index 3, :time 3, :type :info, :process 1, :f :txn, :value [[:append \"a\" 2]]}",
                        "{:index 4, :time 4, :type :invoke, :process 0, :f :txn, :value [[:r \"b\" nil]]}",
                        "{:index 5, :time 5, :type :fail, :process 0, :f :txn, :value [[:r \"b\" nil]]}",
                        "{:index 6, :time 6, :type :invoke, :process 3, :f :txn, :value [[:r \"a\" nil]]}",
                        "{:index 7, :time 7, :type :ok, :process 3, :f :txn, :value [[:r \"a\" [1 2]]]}"),
                lines);
    }
}
