package dev.sextant.replication.repair;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairPlan.Decision;
import dev.sextant.api.TransactionId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.message.Undecided;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a repair makes of what segments tell. What cannot have been committed is aborted. Of those that may have been and exclude each
 * other the oldest is committed: it wins every tie, so it is the one more likely to have been acknowledged. Everything follows from
 * what is told, so whoever repeats a repair comes to the same.
 *
 * @param doubt what a person is told
 * @param content the proposal itself; null if nobody has it
 */
record RepairChoice(RepairPlan.Doubt doubt, @Nullable Proposal content) {
    /** What segments that count have told, each once: what no settler can decide any more, oldest first. */
    static List<RepairChoice> of(List<WriterMessage.DoubtsAre> told, Quorums quorums) {
        return new Round(told, quorums).choices();
    }

    private static final class Round {
        private final List<RepairCase> cases;
        private final List<RepairCase> commits = new ArrayList<>();

        Round(List<WriterMessage.DoubtsAre> told, Quorums quorums) {
            cases = cases(told, quorums);
            cases.sort(Comparator.comparing((RepairCase each) -> each.standing() != RepairCase.Standing.BEGUN_COMMIT)
                    .thenComparing(each -> !each.isChosen())
                    .thenComparing(RepairCase::age)
                    .thenComparing(RepairCase::lsn)
                    .thenComparing(RepairCase::id));
            for (RepairCase each : cases) {
                boolean mayCommit = each.standing() == RepairCase.Standing.BEGUN_COMMIT
                        || each.standing() == RepairCase.Standing.MAY_COMMIT;
                if (mayCommit && commits.stream().noneMatch(each::excludes)) {
                    commits.add(each);
                }
            }
        }

        List<RepairChoice> choices() {
            List<RepairCase> listed = cases.stream().filter(this::isListed).toList();
            List<RepairChoice> choices = new ArrayList<>();
            for (RepairCase each : listed) {
                List<ProposalId> rivals = listed.stream()
                        .filter(other -> other != each && other.excludes(each))
                        .map(RepairCase::id)
                        .sorted()
                        .toList();
                choices.add(new RepairChoice(doubt(each, rivals), each.content()));
            }
            return choices;
        }

        /** What needs a person, and what would keep any segment from accepting a commit that does. */
        private boolean isListed(RepairCase each) {
            return needsPerson(each)
                    || commits.stream().anyMatch(commit -> commit.excludes(each) && needsPerson(commit));
        }

        private boolean needsPerson(RepairCase each) {
            Fate fate = commits.contains(each) ? Fate.COMMITTED : Fate.ABORTED;
            return each.isBeyondSettlers(fate) || isGuess(each) || contested(each);
        }

        /** Whether it is aborted although it may have been committed. */
        private boolean isGuess(RepairCase each) {
            return switch (each.standing()) {
                case CANNOT_COMMIT, BEGUN_COMMIT -> false;
                case GIVEN_UP, MAY_BE_CLOSED, CONTENT_LOST, BEGUN_ABORT -> true;
                case MAY_COMMIT -> !commits.contains(each) && !losesToChosen(each);
            };
        }

        /** Of two that exclude each other one at most is held by a quorum; the other then is none that anybody counted. */
        private boolean losesToChosen(RepairCase each) {
            return commits.stream().anyMatch(winner -> winner.isChosen() && winner.excludes(each));
        }

        /** Whether another that may be committed is aborted for it. */
        private boolean contested(RepairCase each) {
            return commits.contains(each)
                    && cases.stream()
                            .anyMatch(other -> isGuess(other)
                                    && other.standing() == RepairCase.Standing.MAY_COMMIT
                                    && other.excludes(each));
        }

        /** Whether somebody may know that it is aborted, by itself or with another that may have been committed, though nothing shows it. */
        private boolean mayBeKnownAborted(RepairCase each) {
            return each.mayBeKnownAborted() || cases.stream().anyMatch(other -> isGuess(other) && other.excludes(each));
        }

        private RepairPlan.Doubt doubt(RepairCase each, List<ProposalId> rivals) {
            Proposal content = each.content();
            boolean commit = commits.contains(each);
            List<PageId> pages = content == null
                    ? List.of()
                    : content.writes().stream().map(PageWrite::page).toList();
            List<TransactionId> transactions = content == null ? List.of() : content.transactions();
            Optional<Lsn> age = content == null ? Optional.empty() : Optional.of(content.age());
            return new RepairPlan.Doubt(
                    each.id(),
                    commit ? Decision.COMMIT : Decision.ABORT,
                    commit ? mayBeKnownAborted(each) : isGuess(each),
                    reason(each, commit),
                    pages,
                    transactions,
                    age,
                    each.acceptedBy(),
                    each.abstaining(),
                    rivals);
        }

        private String reason(RepairCase each, boolean commit) {
            return switch (each.standing()) {
                case BEGUN_COMMIT -> "An earlier repair began to commit it, and is ended as it began.";
                case BEGUN_ABORT ->
                    "An earlier repair began to abort it, and is ended as it began. What that one said may be lost is"
                            + " lost.";
                case CANNOT_COMMIT ->
                    "It cannot have been committed, so nothing is lost; but it stands in the way of another one,"
                            + " or too few segments have a say in it to abort it by themselves.";
                case GIVEN_UP ->
                    "It was given up, as far as the segments remember that have a say in it. If the lost disks committed it"
                            + " all the same, and a client was told so, its transactions are lost.";
                case MAY_BE_CLOSED ->
                    "Its writer's slot was opened anew, which closed it, as far as four segments know. If the lost disks committed it"
                            + " before, and a client was told so, its transactions are lost.";
                case CONTENT_LOST ->
                    "It may have been committed, but no segment has its content. If a client was told that it is"
                            + " committed, its transactions are lost.";
                case MAY_COMMIT ->
                    commit
                            ? committing(each)
                            : "It may have been committed, and so may an older one that excludes it."
                                    + " The older one is committed, since it is the likelier one. If a client was told that this one is"
                                    + " committed, its transactions are lost.";
            };
        }

        private String committing(RepairCase each) {
            String why = contested(each)
                    ? "It may have been committed, and is the oldest of those that exclude each other."
                    : "It may have been committed, and nothing that may have been committed excludes it.";
            if (!mayBeKnownAborted(each)) {
                return why + " No client was told that it is not.";
            }
            return why
                    + (each.mayBeKnownAborted()
                            ? " Too many disks are lost to rule out that it was aborted and a client was told so; then its transactions"
                                    + " happen all the same."
                            : " If another one was committed, a client may have been told that this one is not; then its"
                                    + " transactions happen all the same.");
        }
    }

    private static List<RepairCase> cases(List<WriterMessage.DoubtsAre> told, Quorums quorums) {
        TreeSet<ProposalId> ids = new TreeSet<>();
        for (WriterMessage.DoubtsAre each : told) {
            each.undecided().forEach(undecided -> ids.add(undecided.id()));
        }
        List<TreeMap<ProposalId, Undecided>> listed = new ArrayList<>();
        for (WriterMessage.DoubtsAre each : told) {
            TreeMap<ProposalId, Undecided> byId = new TreeMap<>();
            each.undecided().forEach(undecided -> byId.put(undecided.id(), undecided));
            listed.add(byId);
        }
        List<RepairCase> cases = new ArrayList<>();
        for (ProposalId id : ids) {
            RepairCase found = caseOf(id, told, listed, quorums);
            if (found != null) {
                cases.add(found);
            }
        }
        return cases;
    }

    /** Null if a segment knows the fate: it will spread. */
    private static @Nullable RepairCase caseOf(
            ProposalId id,
            List<WriterMessage.DoubtsAre> told,
            List<TreeMap<ProposalId, Undecided>> listed,
            Quorums quorums) {
        RepairCase found = new RepairCase(id, quorums);
        for (int i = 0; i < told.size(); i++) {
            Undecided held = listed.get(i).get(id);
            if (held == null && id.seq() <= told.get(i).highestSeqs().get(id.slot())) {
                return null;
            }
            found.heldBy(told.get(i).segment(), held == null ? new Undecided(id, Register.BLANK, false, false) : held);
        }
        told.forEach(each -> found.slotsAt(each.segment(), each.slots()));
        return found;
    }
}
