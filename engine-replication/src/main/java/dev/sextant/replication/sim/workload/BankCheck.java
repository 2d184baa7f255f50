package dev.sextant.replication.sim.workload;

import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be true of what a bank's clients saw. Each transfer writes two balances and a row of the ledger, all or none; so
 * in every snapshot the balances are what the ledger makes of the initial ones, and their sum never changes. An acknowledged
 * transfer is in the ledger for its client ever after, for global reads from then on, and in the end; a failed one never is.
 */
final class BankCheck {
    private final int accounts;
    private final long initial;
    private final Findings findings = new Findings();
    private final List<Transfer> acknowledged = new ArrayList<>();
    private final SortedMap<String, Transfer> unknown = new TreeMap<>();
    private final SortedSet<String> failed = new TreeSet<>();

    BankCheck(int accounts, long initial) {
        this.accounts = accounts;
        this.initial = initial;
    }

    /** A transfer; no two have one name. */
    record Transfer(String name, int client, long from, long to, long amount) {}

    /**
     * What a client saw of all accounts, and perhaps of the ledger, in one snapshot.
     *
     * @param acknowledgedBefore how many transfers were acknowledged, to anyone, before its transaction began
     * @param global whether it was to see all of these
     */
    record Audit(
            int client,
            boolean global,
            int acknowledgedBefore,
            SortedMap<Long, Long> balances,
            Optional<SortedMap<String, Transfer>> ledger) {}

    /** How many transfers have been acknowledged so far. */
    int acknowledged() {
        return acknowledged.size();
    }

    void ended(Transfer transfer, Workload.Step step) {
        switch (step) {
            case COMMITTED -> acknowledged.add(transfer);
            case ABORTED -> failed.add(transfer.name());
            case UNKNOWN -> unknown.put(transfer.name(), transfer);
        }
    }

    void audited(Audit audit) {
        String who = "an audit of client " + audit.client();
        checkSum(who, audit.balances());
        audit.ledger().ifPresent(ledger -> {
            checkBalances(who, audit.balances(), ledger);
            checkNoneFailed(who, ledger);
            for (Transfer transfer : acknowledged.subList(0, audit.acknowledgedBefore())) {
                if (audit.global() || transfer.client() == audit.client()) {
                    checkContains(who, ledger, transfer);
                }
            }
        });
    }

    /** What is there in the end. */
    void ended(SortedMap<Long, Long> balances, SortedMap<String, Transfer> ledger) {
        String who = "the last audit";
        checkSum(who, balances);
        checkBalances(who, balances, ledger);
        checkNoneFailed(who, ledger);
        SortedSet<String> known = new TreeSet<>(unknown.keySet());
        for (Transfer transfer : acknowledged) {
            Check.state(known.add(transfer.name()), "two transfers with one name", transfer);
            checkContains(who, ledger, transfer);
        }
        ledger.forEach((name, transfer) ->
                findings.require(known.contains(name), "%s shows a transfer of nobody: %s", who, transfer));
        unknown.forEach((name, transfer) -> findings.require(
                transfer.equals(ledger.getOrDefault(name, transfer)),
                "%s shows %s instead of %s",
                who,
                ledger.get(name),
                transfer));
    }

    private void checkSum(String who, SortedMap<Long, Long> balances) {
        findings.require(
                balances.size() == accounts, "%s saw %d accounts instead of %d", who, balances.size(), accounts);
        long sum = balances.values().stream().mapToLong(balance -> balance).sum();
        findings.require(
                sum == accounts * initial, "%s saw a sum of %d instead of %d", who, sum, accounts * initial);
    }

    private void checkBalances(String who, SortedMap<Long, Long> balances, SortedMap<String, Transfer> ledger) {
        SortedMap<Long, Long> expected = new TreeMap<>();
        for (long account = 0; account < accounts; account++) {
            expected.put(account, initial);
        }
        for (Transfer transfer : ledger.values()) {
            expected.merge(transfer.from(), -transfer.amount(), Long::sum);
            expected.merge(transfer.to(), transfer.amount(), Long::sum);
        }
        for (Map.Entry<Long, Long> account : expected.entrySet()) {
            Long balance = balances.get(account.getKey());
            findings.require(
                    account.getValue().equals(balance),
                    "%s saw %s in account %d, but the ledger of that snapshot makes it %d",
                    who,
                    balance,
                    account.getKey(),
                    account.getValue());
        }
    }

    private void checkNoneFailed(String who, SortedMap<String, Transfer> ledger) {
        ledger.keySet()
                .forEach(name ->
                        findings.require(!failed.contains(name), "%s saw transfer %s, which failed", who, name));
    }

    private void checkContains(String who, SortedMap<String, Transfer> ledger, Transfer transfer) {
        findings.require(
                transfer.equals(ledger.get(transfer.name())),
                "%s saw %s instead of the acknowledged %s",
                who,
                ledger.get(transfer.name()),
                transfer);
    }

    List<String> anomalies() {
        return findings.sentences();
    }
}
