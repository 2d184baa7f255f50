package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.CommitToken;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit lets a sound volume pass, and finds each thing that can be wrong with one. */
class AuditTest {
    private static final AttemptId COMMITTED = AttemptId.first(0, 0);
    private static final AttemptId REFUSED = COMMITTED.next();
    private static final AttemptId BEGUN = REFUSED.next();
    private static final AttemptId INDETERMINATE = BEGUN.next();
    private static final AttemptId UNHEARD_OF = INDETERMINATE.next();
    private static final Transfer FIVE = new Transfer(3, 4, 5, 1);

    private final Acknowledgements told = new Acknowledgements();
    private final TreeMap<Long, String> names = new TreeMap<>();
    private final TreeMap<Long, Long> accounts = new TreeMap<>();
    private final TreeMap<String, Long> counters = new TreeMap<>();
    private final TreeMap<Long, Transfer> ledger = new TreeMap<>();

    /** A sound volume: two names, all accounts, one transfer. */
    @BeforeEach
    void fill() {
        CommitToken token = new CommitToken(new TransactionId(0, 1), new WriterId(0), 1, List.of(7L, 7L, 7L, 7L));
        List.of(
                        new Note.RunBegun("17"),
                        new Note.AccountsOpened(),
                        new Note.Loaded(List.of(0x41, 0x42)),
                        new Note.Begun(COMMITTED),
                        new Note.Committed(COMMITTED),
                        new Note.Begun(REFUSED),
                        new Note.Refused(REFUSED),
                        new Note.Begun(BEGUN),
                        new Note.Begun(INDETERMINATE),
                        new Note.Indeterminate(INDETERMINATE, token))
                .forEach(told::add);
        names.put(0x41L, "LATIN CAPITAL LETTER A");
        names.put(0x42L, "LATIN CAPITAL LETTER B");
        for (long account = 0; account < DemoTables.ACCOUNTS; account++) {
            accounts.put(account, DemoTables.INITIAL_BALANCE);
        }
        for (int counter = 0; counter < DemoTables.COUNTERS; counter++) {
            counters.put(DemoTables.counterName(counter), 0L);
        }
        happens(COMMITTED, FIVE);
    }

    private void happens(AttemptId attempt, Transfer transfer) {
        ledger.put(attempt.toLong(), transfer);
        accounts.merge((long) transfer.from(), -transfer.amount(), Long::sum);
        accounts.merge((long) transfer.to(), transfer.amount(), Long::sum);
        counters.merge(DemoTables.counterName(transfer.counter()), 1L, Long::sum);
    }

    private Audit audit() {
        Audit audit = new Audit(told);
        names.forEach(audit::name);
        accounts.forEach(audit::account);
        counters.forEach(audit::counter);
        ledger.forEach(audit::ledger);
        return audit;
    }

    private void expect(int failing, int lost, int phantom) {
        Audit audit = audit();
        List<Audit.Finding> findings = audit.findings();
        String all =
                String.join("\n", findings.stream().map(Audit.Finding::text).toList());
        assertEquals(failing, findings.stream().filter(each -> !each.holds()).count(), all);
        assertEquals(lost, audit.lost(), all);
        assertEquals(phantom, audit.phantom(), all);
    }

    @Test
    void aSoundVolumePasses() {
        expect(0, 0, 0);
        assertEquals(2 + DemoTables.ACCOUNTS + DemoTables.COUNTERS + 1, audit().rows());
    }

    @Test
    void whatIsInDoubtMayBeThereOrNot() {
        happens(BEGUN, FIVE);
        expect(0, 0, 0);
        happens(INDETERMINATE, FIVE);
        expect(0, 0, 0);
    }

    @Test
    void whatBecameOfADoubtIsWrittenDown() {
        happens(INDETERMINATE, FIVE);
        Audit audit = audit();
        audit.findings();
        assertEquals(List.of(new Note.Committed(INDETERMINATE), new Note.Refused(BEGUN)), audit.resolutions());
        audit.resolutions().forEach(told::add);
        expect(0, 0, 0);
        ledger.remove(INDETERMINATE.toLong());
        happens(BEGUN, FIVE);
        expect(4, 1, 1);
    }

    @Test
    void aNameThatIsNotThereIsLost() {
        names.remove(0x42L);
        expect(1, 1, 0);
    }

    @Test
    void aNameThatNobodyLoadedIsNoPhantomIfItsBatchWasInDoubt() {
        names.put(0x43L, "LATIN CAPITAL LETTER C");
        expect(0, 0, 0);
    }

    @Test
    void anotherNameIsWrongAndLosesTheRightOne() {
        names.put(0x42L, "LATIN CAPITAL LETTER A");
        expect(2, 1, 0);
    }

    @Test
    void aNameOfNoCharacterIsAPhantom() {
        names.put(0xd800L, "HIGH SURROGATES D800");
        names.put(-1L, "NOTHING");
        names.put(1L << 32 | 0x41, "LATIN CAPITAL LETTER A");
        expect(1, 0, 3);
    }

    @Test
    void aWholeTransferThatIsNotThereIsLostThoughEverySumIsRight() {
        ledger.clear();
        accounts.put(3L, DemoTables.INITIAL_BALANCE);
        accounts.put(4L, DemoTables.INITIAL_BALANCE);
        counters.put(DemoTables.counterName(1), 0L);
        expect(1, 1, 0);
    }

    @Test
    void aTransferThatWasRefusedIsAPhantom() {
        happens(REFUSED, FIVE);
        expect(1, 0, 1);
    }

    @Test
    void aTransferThatWasNeverMadeIsAPhantom() {
        happens(UNHEARD_OF, FIVE);
        expect(1, 0, 1);
        ledger.put(-7L, new Transfer(3, 4, 0, Transfer.NO_COUNTER));
        ledger.put(0x80000000L, new Transfer(3, 4, 0, Transfer.NO_COUNTER));
        expect(1, 0, 3);
    }

    @Test
    void aBalanceThatIsNotInTheLedgerIsFound() {
        accounts.merge(7L, 1L, Long::sum);
        accounts.merge(8L, -1L, Long::sum);
        expect(1, 0, 0);
    }

    @Test
    void moneyFromNowhereIsFound() {
        accounts.merge(7L, 1L, Long::sum);
        expect(2, 0, 0);
    }

    @Test
    void aDebtIsFound() {
        Transfer all = new Transfer(9, 8, DemoTables.INITIAL_BALANCE + 1, 0);
        happens(BEGUN, all);
        expect(1, 0, 0);
    }

    @Test
    void anAccountThatIsNotThereIsLost() {
        accounts.remove(17L);
        expect(2, 1, 0);
    }

    @Test
    void anAccountTooManyIsAPhantom() {
        accounts.put((long) DemoTables.ACCOUNTS, 0L);
        accounts.put(-1L, 0L);
        accounts.put(1L << 40, 0L);
        expect(1, 0, 3);
    }

    @Test
    void aWrongCounterIsFound() {
        counters.merge(DemoTables.counterName(2), 1L, Long::sum);
        expect(1, 0, 0);
    }

    @Test
    void aCounterThatIsNotThereIsFound() {
        counters.remove(DemoTables.counterName(2));
        expect(1, 0, 0);
    }

    @Test
    void aCounterTooManyIsAPhantom() {
        counters.put("cold", 0L);
        expect(1, 0, 1);
    }

    @Test
    void aTransferOfAccountsThatCannotBeIsWrong() {
        ledger.put(BEGUN.toLong(), new Transfer(3, DemoTables.ACCOUNTS, 1, Transfer.NO_COUNTER));
        expect(1, 0, 0);
    }

    @Test
    void anEmptyVolumeIsSoundBeforeAnythingWasAcknowledged() {
        names.clear();
        accounts.clear();
        counters.clear();
        ledger.clear();
        Audit empty = new Audit(new Acknowledgements());
        assertEquals(
                List.of(),
                empty.findings().stream().filter(each -> !each.holds()).toList());
        Audit lost = audit();
        lost.findings();
        assertEquals(2 + 1 + DemoTables.ACCOUNTS, lost.lost());
    }
}
