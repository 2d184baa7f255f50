package dev.sextant.bench.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What clients were told against what is there.
 *
 * @param committed attempts that clients were told have committed
 * @param lost those of them that are not there
 * @param phantom attempts that are there though clients were told that they did not commit, or were never made
 * @param unknown attempts whose outcome a client that lives never learned
 * @param askedAgain attempts whose outcome a client was not told at first
 * @param balanced whether the balances add up
 */
record Outcome(long committed, long lost, long phantom, long unknown, long askedAgain, boolean balanced) {
    /** Compares the notes of all processes with what was read. */
    static Outcome of(Fleet fleet, Path read) throws IOException {
        List<String> lines = Files.readAllLines(read);
        Set<Long> there = lines.subList(1, lines.size()).stream()
                .filter(line -> !line.isEmpty())
                .map(Long::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
        TreeMap<Long, Notes.Kind> told = new TreeMap<>();
        long asked = 0;
        for (int index = 0; index < fleet.size(); index++) {
            for (Notes.Note note : Notes.read(fleet.notes(index))) {
                asked += note.kind() == Notes.Kind.UNKNOWN ? 1 : 0;
                told.put(note.attempt(), note.kind());
            }
        }
        long committed = 0;
        long lost = 0;
        long phantom = 0;
        long unknown = 0;
        for (long attempt : there) {
            phantom += told.containsKey(attempt) ? 0 : 1;
        }
        for (Long attempt : told.keySet()) {
            Notes.Kind kind = told.get(attempt);
            boolean isThere = there.contains(attempt);
            committed += kind == Notes.Kind.COMMITTED ? 1 : 0;
            lost += kind == Notes.Kind.COMMITTED && !isThere ? 1 : 0;
            phantom += kind == Notes.Kind.REFUSED && isThere ? 1 : 0;
            unknown += kind == Notes.Kind.UNKNOWN ? 1 : 0;
        }
        boolean balanced = Long.parseLong(lines.get(0)) == Bank.ACCOUNTS * Bank.INITIAL_BALANCE;
        return new Outcome(committed, lost, phantom, unknown, asked, balanced);
    }

    boolean isRight() {
        return lost == 0 && phantom == 0 && unknown == 0 && balanced && committed > 0;
    }
}
