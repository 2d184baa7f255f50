package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.replication.sim.workload.BankCheck.Audit;
import dev.sextant.replication.sim.workload.BankCheck.Transfer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The check of a bank, with good and bad audits made by hand. */
class BankCheckTest {
    private static final Transfer FIRST = new Transfer("1/0", 1, 0, 1, 5);
    private static final Transfer SECOND = new Transfer("2/1", 2, 1, 0, 3);

    private final BankCheck check = new BankCheck(2, 100);

    @Test
    void acceptsWhatFollowsFromTheLedger() {
        check.ended(FIRST, Workload.Step.COMMITTED);
        check.audited(audit(1, false, balances(95, 105), FIRST));
        check.ended(SECOND, Workload.Step.UNKNOWN);
        check.audited(new Audit(2, true, 1, balances(98, 102), Optional.empty()));
        check.ended(balances(98, 102), ledger(FIRST, SECOND));
        assertEquals(List.of(), check.anomalies());
    }

    @Test
    void acceptsThatOthersNewsTravels() {
        check.ended(FIRST, Workload.Step.COMMITTED);
        check.audited(audit(2, false, balances(100, 100)));
        assertEquals(List.of(), check.anomalies());
    }

    @Test
    void acceptsAnUnknownTransferThatNeverHappened() {
        check.ended(FIRST, Workload.Step.UNKNOWN);
        check.ended(balances(100, 100), ledger());
        assertEquals(List.of(), check.anomalies());
    }

    @Test
    void refusesAHalfTransfer() {
        check.audited(new Audit(1, false, 0, balances(95, 100), Optional.empty()));
        refused("a sum of 195");
    }

    @Test
    void refusesAMissingAccount() {
        SortedMap<Long, Long> one = new TreeMap<>();
        one.put(0L, 200L);
        check.audited(new Audit(1, false, 0, one, Optional.empty()));
        refused("1 accounts instead of 2");
    }

    @Test
    void refusesBalancesWithoutTheirLedgerRow() {
        check.audited(audit(1, false, balances(95, 105)));
        refused("the ledger of that snapshot makes it 100");
    }

    @Test
    void refusesThatAClientLosesItsOwn() {
        check.ended(FIRST, Workload.Step.COMMITTED);
        check.audited(audit(1, false, balances(100, 100)));
        refused("instead of the acknowledged");
    }

    @Test
    void refusesAGlobalReadOfThePast() {
        check.ended(FIRST, Workload.Step.COMMITTED);
        check.audited(audit(2, true, balances(100, 100)));
        refused("instead of the acknowledged");
    }

    @Test
    void refusesALostTransferInTheEnd() {
        check.ended(FIRST, Workload.Step.COMMITTED);
        check.ended(balances(100, 100), ledger());
        refused("instead of the acknowledged");
    }

    @Test
    void refusesAFailedTransferThatHappened() {
        check.ended(FIRST, Workload.Step.ABORTED);
        check.ended(balances(95, 105), ledger(FIRST));
        refused("which failed");
    }

    @Test
    void refusesATransferOfNobody() {
        check.ended(balances(95, 105), ledger(FIRST));
        refused("a transfer of nobody");
    }

    private void refused(String expected) {
        Refused.with(expected, check.anomalies());
    }

    private Audit audit(int client, boolean global, SortedMap<Long, Long> balances, Transfer... ledger) {
        return new Audit(client, global, check.acknowledged(), balances, Optional.of(ledger(ledger)));
    }

    private static SortedMap<Long, Long> balances(long zero, long one) {
        SortedMap<Long, Long> balances = new TreeMap<>();
        balances.put(0L, zero);
        balances.put(1L, one);
        return balances;
    }

    private static SortedMap<String, Transfer> ledger(Transfer... transfers) {
        SortedMap<String, Transfer> ledger = new TreeMap<>();
        for (Transfer transfer : transfers) {
            ledger.put(transfer.name(), transfer);
        }
        return ledger;
    }
}
