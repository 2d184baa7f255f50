package dev.sextant.replication.sim.check;

import static dev.sextant.replication.sim.check.Tx.history;
import static dev.sextant.replication.sim.check.Tx.tx;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EdnHistoryTest {
    @Test
    void nothingIsNothing() {
        assertEquals("", EdnHistory.of(List.of()));
    }

    @Test
    void writesEachOutcomeAndGivesAClientANewProcessAfterAnUnknownOne() {
        String text = EdnHistory.of(history(
                tx(0, 0, 10).append("x", 1).read("x", 1).read("y"),
                tx(1, 5, 30).append("x", 2).read("x", 1, 2).unknown(),
                tx(0, 20, 40).append("y", 3).read("x", 1).aborted(),
                tx(1, 35, 50).read("x", 1, 2).unknown(),
                tx(1, 60, 70).read("x", 1, 2),
                tx(0, 60, 80).read("x", 1, 2)));
        assertEquals(
                """
                {:index 0 :type :invoke :process 0 :time 0 :f :txn :value [[:append "x" 1] [:r "x" nil] [:r "y" nil]]}
                {:index 1 :type :invoke :process 1 :time 5 :f :txn :value [[:append "x" 2] [:r "x" nil]]}
                {:index 2 :type :ok :process 0 :time 10 :f :txn :value [[:append "x" 1] [:r "x" [1]] [:r "y" []]]}
                {:index 3 :type :invoke :process 0 :time 20 :f :txn :value [[:append "y" 3] [:r "x" nil]]}
                {:index 4 :type :info :process 1 :time 30 :f :txn :value [[:append "x" 2] [:r "x" nil]]}
                {:index 5 :type :invoke :process 3 :time 35 :f :txn :value [[:r "x" nil]]}
                {:index 6 :type :fail :process 0 :time 40 :f :txn :value [[:append "y" 3] [:r "x" nil]]}
                {:index 7 :type :info :process 3 :time 50 :f :txn :value [[:r "x" nil]]}
                {:index 8 :type :invoke :process 0 :time 60 :f :txn :value [[:r "x" nil]]}
                {:index 9 :type :invoke :process 5 :time 60 :f :txn :value [[:r "x" nil]]}
                {:index 10 :type :ok :process 5 :time 70 :f :txn :value [[:r "x" [1 2]]]}
                {:index 11 :type :ok :process 0 :time 80 :f :txn :value [[:r "x" [1 2]]]}
                """,
                text);
    }

    @Test
    void ordersWhatHappensAtOneInstant() {
        String text = EdnHistory.of(history(
                tx(0, 0, 10).append("a", 1),
                tx(0, 10, 10).append("a", 2),
                tx(0, 10, 20).append("a", 3),
                tx(1, 10, 20).append("b", 1),
                tx(2, 5, 10).append("c", 1)));
        assertEquals(
                """
                {:index 0 :type :invoke :process 0 :time 0 :f :txn :value [[:append "a" 1]]}
                {:index 1 :type :invoke :process 2 :time 5 :f :txn :value [[:append "c" 1]]}
                {:index 2 :type :invoke :process 1 :time 10 :f :txn :value [[:append "b" 1]]}
                {:index 3 :type :ok :process 0 :time 10 :f :txn :value [[:append "a" 1]]}
                {:index 4 :type :ok :process 2 :time 10 :f :txn :value [[:append "c" 1]]}
                {:index 5 :type :invoke :process 0 :time 10 :f :txn :value [[:append "a" 2]]}
                {:index 6 :type :ok :process 0 :time 10 :f :txn :value [[:append "a" 2]]}
                {:index 7 :type :invoke :process 0 :time 10 :f :txn :value [[:append "a" 3]]}
                {:index 8 :type :ok :process 0 :time 20 :f :txn :value [[:append "a" 3]]}
                {:index 9 :type :ok :process 1 :time 20 :f :txn :value [[:append "b" 1]]}
                """,
                text);
    }

    @Test
    void quotesNames() {
        String text = EdnHistory.of(history(tx(0, 0, 1).append("a \"b\" \\c", 1)));
        assertEquals(
                "{:index 0 :type :invoke :process 0 :time 0 :f :txn :value [[:append \"a \\\"b\\\" \\\\c\" 1]]}",
                text.lines().findFirst().orElseThrow());
    }
}
