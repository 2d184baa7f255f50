package dev.sextant.bench.demo;

import dev.sextant.bench.demo.AttemptStates.State;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what is in the volume with what was told: fed with every row of every table, it says what does not fit. It knows no
 * cluster, so that tests can feed it with anything.
 *
 * <p>What it looks for, by name:
 *
 * <ul>
 *   <li><b>lost</b>: acknowledged, and not there as it was written;
 *   <li><b>phantom</b>: there, though nobody was told that it is or may be: refused, or never asked for;
 *   <li>balances and counters other than what the ledger adds up to.
 * </ul>
 *
 * A ledger row is the witness of its transaction's other rows: the sums hold only if it and they happened together.
 */
final class Audit {
    /** A finding, for people. */
    record Finding(boolean holds, String text) {}

    /** The most examples that a finding lists. */
    private static final int EXAMPLES = 5;

    private final Acknowledgements told;
    private final BitSet namesSeen = new BitSet();
    private final AttemptStates ledgerSeen = new AttemptStates();
    private final Map<Integer, Long> balances = new TreeMap<>();
    private final Map<String, Long> counters = new TreeMap<>();
    private final long[] ledgerBalances = new long[DemoTables.ACCOUNTS];
    private final long[] ledgerCounters = new long[DemoTables.COUNTERS];
    private final Examples lost = new Examples();
    private final Examples phantom = new Examples();
    private final Examples wrong = new Examples();
    private final List<Long> arrived = new ArrayList<>();
    private final List<Long> absent = new ArrayList<>();
    private long rows;
    private long ledgerRows;

    Audit(Acknowledgements told) {
        this.told = told;
    }

    /** A row of the names. */
    void name(long codePoint, String name) {
        rows++;
        if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT || !CodePoints.isNamed((int) codePoint)) {
            phantom.add("name of code point " + Long.toHexString(codePoint));
            return;
        }
        if (name.equals(Character.getName((int) codePoint))) {
            namesSeen.set((int) codePoint);
        } else {
            wrong.add("the name of code point " + Long.toHexString(codePoint) + " is " + name);
        }
    }

    /** A row of the ledger. */
    void ledger(long key, Transfer transfer) {
        rows++;
        ledgerRows++;
        AttemptId attempt = key < 0 || (int) key < 0 ? null : AttemptId.of(key);
        State state = attempt == null ? State.NONE : told.transfers().get(attempt);
        if (attempt == null || state == State.NONE || state == State.REFUSED) {
            phantom.add("ledger row " + key + ", whose transaction was " + state);
        } else {
            ledgerSeen.set(attempt, State.BEGUN);
            if (state != State.COMMITTED) {
                arrived.add(key);
            }
        }
        addUp(key, transfer);
    }

    private void addUp(long key, Transfer transfer) {
        boolean possible = isAccount(transfer.from())
                && isAccount(transfer.to())
                && transfer.counter() >= Transfer.NO_COUNTER
                && transfer.counter() < DemoTables.COUNTERS;
        if (!possible) {
            wrong.add("ledger row " + key + " is " + transfer);
            return;
        }
        ledgerBalances[transfer.from()] -= transfer.amount();
        ledgerBalances[transfer.to()] += transfer.amount();
        if (transfer.counter() != Transfer.NO_COUNTER) {
            ledgerCounters[transfer.counter()]++;
        }
    }

    /** A row of the accounts. */
    void account(long number, long balance) {
        rows++;
        if (number >= 0 && isAccount((int) Math.min(number, Integer.MAX_VALUE))) {
            balances.put((int) number, balance);
        } else {
            phantom.add("account " + number);
        }
    }

    private static boolean isAccount(int number) {
        return number >= 0 && number < DemoTables.ACCOUNTS;
    }

    /** A row of the counters. */
    void counter(String name, long count) {
        rows++;
        counters.put(name, count);
    }

    /** All that was found, once every row has been fed. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(namesFinding());
        findings.add(ledgerFinding());
        balancesFindings(findings);
        findings.add(countersFinding());
        findings.add(finding(phantom, "nothing is there that was refused or never asked for"));
        findings.add(finding(wrong, "every row reads as something that was written"));
        return findings;
    }

    private Finding namesFinding() {
        Examples missing = new Examples();
        told.loaded().stream()
                .filter(each -> !namesSeen.get(each))
                .forEach(each -> missing.add("name of code point " + Integer.toHexString(each)));
        lost.addAll(missing);
        return finding(
                missing,
                String.format(
                        "every acknowledged name is there: %,d", told.loaded().cardinality()));
    }

    private Finding ledgerFinding() {
        Examples missing = new Examples();
        told.transfers().forEach((attempt, state) -> {
            if (ledgerSeen.get(attempt) == State.NONE) {
                if (state == State.COMMITTED) {
                    missing.add("transfer " + attempt.toLong());
                } else if (state != State.REFUSED) {
                    absent.add(attempt.toLong());
                }
            }
        });
        lost.addAll(missing);
        return finding(
                missing,
                String.format(
                        "every acknowledged transfer is there: %,d; of %,d in doubt %,d happened",
                        told.transfers().committed(), arrived.size() + absent.size(), arrived.size()));
    }

    /** Accounts that are not acknowledged may be absent, all of them. */
    private void balancesFindings(List<Finding> findings) {
        if (balances.isEmpty() && counters.isEmpty() && !told.accountsOpened() && ledgerRows == 0) {
            findings.add(new Finding(true, "accounts and counters were not acknowledged and are not there"));
            return;
        }
        Examples off = new Examples();
        long total = 0;
        for (int number = 0; number < DemoTables.ACCOUNTS; number++) {
            Long balance = balances.get(number);
            long due = DemoTables.INITIAL_BALANCE + ledgerBalances[number];
            if (balance == null) {
                lost.add("account " + number);
                off.add("account " + number + " is not there");
            } else if (balance != due || balance < 0) {
                off.add("account " + number + " has " + balance + ", by the ledger " + due);
            }
            total += balance == null ? 0 : balance;
        }
        long due = DemoTables.ACCOUNTS * DemoTables.INITIAL_BALANCE;
        findings.add(finding(
                off, String.format("every balance is what the ledger adds up to: %,d accounts", DemoTables.ACCOUNTS)));
        findings.add(new Finding(total == due, String.format("the money in all accounts is %,d of %,d", total, due)));
    }

    private Finding countersFinding() {
        Examples off = new Examples();
        Map<String, Long> due = new TreeMap<>();
        for (int counter = 0; counter < DemoTables.COUNTERS && !balances.isEmpty(); counter++) {
            due.put(DemoTables.counterName(counter), ledgerCounters[counter]);
        }
        due.forEach((name, count) -> {
            if (!count.equals(counters.get(name))) {
                off.add("counter " + name + " is " + counters.get(name) + ", by the ledger " + count);
            }
        });
        counters.keySet().stream().filter(name -> !due.containsKey(name)).forEach(name -> phantom.add(name));
        return finding(off, "every counter is what the ledger adds up to: " + counters);
    }

    private static Finding finding(Examples against, String claim) {
        return new Finding(against.count == 0, against.count == 0 ? claim : "not so: " + claim + against);
    }

    /** How much that was acknowledged is not there. Counted by {@link #findings()}. */
    long lost() {
        return lost.count;
    }

    /** How much is there that must not be. */
    long phantom() {
        return phantom.count;
    }

    /** How many rows were fed. */
    long rows() {
        return rows;
    }

    /**
     * What the attempts in doubt have come to: they are in the ledger or not. Definite only if the rows were read with
     * {@code GLOBAL} consistency, after the clients had ended; then whoever looks again must find the same.
     */
    List<Note> resolutions() {
        List<Note> notes = new ArrayList<>();
        arrived.forEach(key -> notes.add(new Note.Committed(AttemptId.of(key))));
        absent.forEach(key -> notes.add(new Note.Refused(AttemptId.of(key))));
        return notes;
    }

    /** A count, and the first few of what was counted. */
    private static final class Examples {
        private final List<String> first = new ArrayList<>();
        private long count;

        void add(String example) {
            count++;
            if (first.size() < EXAMPLES) {
                first.add(example);
            }
        }

        void addAll(Examples others) {
            others.first.forEach(each -> add(each));
            count += others.count - others.first.size();
        }

        @Override
        public String toString() {
            return String.format(
                    "; %,d against it: %s%s", count, String.join(", ", first), count > EXAMPLES ? ", ..." : "");
        }
    }
}
