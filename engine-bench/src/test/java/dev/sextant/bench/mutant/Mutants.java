package dev.sextant.bench.mutant;

import java.util.List;

/**
 * The catalogue: each entry is a bug that somebody could make, in the place where it would be made. What follows
 * {@code shows} is for whoever tunes the simulator's worlds.
 */
final class Mutants {
    /** Those that the simulator has to catch. */
    static final List<Mutant> ALL = List.of(
            Mutant.named("commits-on-three")
                    .is("The owner of a proposal counts three accepts as a quorum: two rivals can both commit.")
                    .shows("Rivals on one page split the segments three to three: contention between writers, no fault "
                            + "needed.")
                    .by(new Edit(
                            "conflict.fate.Tally",
                            "(accepts.size() >= quorums.write())",
                            "(accepts.size() >= quorums.read())")),
            Mutant.named("counts-votes-after-renouncing")
                    .is("An owner that has renounced a proposal still counts accepts at ballot 0 (I6): it "
                            + "acknowledges what its own renouncement lets a rival overwrite.")
                    .shows(
                            "Contention with uneven delays: parked behind an older rival at one segment, accepted at four "
                                    + "others.")
                    .by(new Edit("conflict.fate.Tally", "} else if (state == State.RENOUNCED) {", """
                                    } else if (state == State.RENOUNCED && !(verdict instanceof
                                    Verdict.Accepted)) {
                                    """)),
            Mutant.named("no-rival-check")
                    .is("A segment accepts a proposal although an undecided one holds its page on the same base: "
                            + "histories of a page fork.")
                    .shows("Contention between writers; no fault needed.")
                    .by(new Edit("conflict.fate.Rules", "return pages.check(proposal);", """
                                    PageVote vote = pages.check(proposal);
                                    return vote instanceof PageVote.Blocked ? new
                                    PageVote.Clear(java.util.List.of()) : vote;
                                    """)),
            Mutant.named("no-stale-check")
                    .is("A segment accepts a proposal on a version that it knows is overtaken: histories of a page "
                            + "fork.")
                    .shows("Contention between writers whose links to one another are slow or cut.")
                    .by(new Edit(
                            "conflict.version.PageVersions",
                            "if (isStale(entry.newest, write.base())) {",
                            "if (false) {")),
            Mutant.named("no-read-check")
                    .is("A segment votes without looking at what a serializable proposal read: write skew commits.")
                    .shows("Serializable transactions on two writers, each reading a page that the other writes; no "
                            + "fault needed.")
                    .by(new Edit(
                            "conflict.version.PageVersions",
                            "return check(proposal, proposal.writes(), proposal.reads());",
                            "return check(proposal, proposal.writes(), List.of());")),
            Mutant.named("reservations-for-ever")
                    .is("A reservation never runs out: if its transaction is not tried again, other writers never "
                            + "write its pages again.")
                    .shows("A hot page, and transactions that end after their third lost attempt (a row conflict, a "
                            + "deadline, a dead writer); clients must get through once all is healed.")
                    .by(new Edit("conflict.fate.ParkingLot", "nowNanos + reservation.lifeNanos()", "Long.MAX_VALUE")),
            Mutant.named("nobody-settles")
                    .is("What a dead writer left undecided is never settled: its pages stay blocked for good.")
                    .shows("A writer dies mid-commit; clients must get through, and GLOBAL reads end, once all is "
                            + "healed.")
                    .by(new Edit("replication.writer.SettlingDesk", """
                                    if (flights.incarnation() > 0 && tasks.size() < MAX_AT_ONCE &&
                                    !tasks.containsKey(id)) {
                                    """, "if (false) {")),
            Mutant.named("settles-a-living-rival")
                    .is("Who settles a dead writer's proposal settles the rival in its way, too, without asking its "
                            + "owner: of two against two neither can be decided any more.")
                    .shows("A writer and two segments die in the middle of a vote between rivals; the four segments "
                            + "that remain are split.")
                    .by(new Edit(
                            "replication.writer.SettlingDesk",
                            "standsInTheWay.accept(settler.rival().id());",
                            "settle(settler.rival().id());")),
            Mutant.named("pulls-from-the-nearest")
                    .is("A writer asks the segment nearest to it for what it missed, and none but that.")
                    .shows("A zone's segments are dead and its writer comes back; it has never heard of them.")
                    .by(
                            new Edit("replication.writer.AskingInTurn", "order.removeAll(asked);", ""),
                            new Edit(
                                    "replication.writer.SegmentView",
                                    "(counts(seen, nowNanos) ? 0 : 2)",
                                    "(seen.whole ? 0 : 2)")),
            Mutant.named("pages-push-each-other-out")
                    .is("Pages that one transaction waits for leave the pool before it has them together: it never "
                            + "commits.")
                    .shows("A pool smaller than what one transaction touches.")
                    .by(new Edit(
                            "replication.writer.PagePins",
                            "return claims.isBusy(page) || gathered.contains(page);",
                            "return claims.isBusy(page);")),
            Mutant.named("reuses-seqs")
                    .is("A restarted writer goes on right after the highest seq it was told of: one id names two "
                            + "proposals.")
                    .shows(
                            "A writer is killed with proposals that reached only one or two segments, and restarts while "
                                    + "those are away; then they come back.")
                    .by(new Edit("replication.writer.SlotKeeper", "SEQ_GAP = 128;", "SEQ_GAP = 0;")),
            Mutant.named("reuses-page-ids")
                    .is("A restarted writer gives new pages the ids its predecessor used: it stumbles over pages that "
                            + "exist.")
                    .shows(
                            "A writer restarts and then splits pages; small pages help. Clients must get through once all "
                                    + "is healed.")
                    .by(new Edit(
                            "replication.writer.WriterCore",
                            "new IncarnationPageAllocator(settings.id(), slot.incarnation())",
                            "new IncarnationPageAllocator(settings.id(), 1)")),
            Mutant.named("acknowledges-before-sync")
                    .is("A segment answers before its vote is synced: an acknowledged commit is lost with the power.")
                    .shows("Several segments lose power at once (best all six) while commits are acknowledged.")
                    .by(new Edit(
                            "replication.node.Shelves",
                            "synced ? Durability.SYNCED : Durability.UNSYNCED",
                            "Durability.UNSYNCED")),
            Mutant.named("forgets-votes-at-restart")
                    .is("A segment that restarts has forgotten the undecided proposals it accepted: acknowledged "
                            + "commits are lost, rivals commit.")
                    .shows("Several segments restart at once (best all six) while commits are acknowledged, and their "
                            + "writer dies with them.")
                    .by(new Edit("storage.segment.SegmentLog", "acceptor.restoreRegister(id, register);", """
                                    if (register.accepted() == null) {
                                    acceptor.restoreRegister(id, register);
                                    }
                                    """)),
            Mutant.named("nobody-gossips")
                    .is("Segments do not tell one another what they lack: one that was away or is new never catches "
                            + "up.")
                    .shows("A segment is away or loses its disk; in the end all six must be whole and hold the same.")
                    .by(new Edit("storage.segment.Gossip", """
                                    if (answering.size() >= settings.limits().answersAtOnce() ||
                                    answering.contains(asker)) {
                                    """, "if (true) {")),
            Mutant.named("behind-serves")
                    .is("A segment serves pages as of read points that it does not hold yet: readers miss commits "
                            + "they must see.")
                    .shows("Pages are not in memory (small pool, restarted writers) and a segment has missed messages.")
                    .by(
                            new Edit(
                                    "storage.segment.Reads",
                                    "log.held().covers(read.at()) && builder.build(",
                                    "builder.build("),
                            new Edit("storage.segment.PageBuilder", """
                                    Check.state(log.held().covers(build.at), "pages are built of what is held", build.page);
                                    """, "")),
            Mutant.named("fate-counts-as-content")
                    .is("A commit whose content is not here counts as held: pages are served without it.")
                    .shows("A segment misses a proposal and hears of its commit (lossy links), and pages are read from "
                            + "it before gossip brings the content.")
                    .by(new Edit("storage.segment.SegmentLog", """
                                    want(new DecidedProposal(id, fate, counted, readers, null));
                                    held.expect(id.writer(), id.seq());
                                    """, """
                                    want(new DecidedProposal(id, fate, counted, readers, null));
                                    held.committed(id, ReadPoint.ZERO);
                                    """)),
            Mutant.named("serves-aborted")
                    .is("The delta of an aborted proposal stays on the disk and is served.")
                    .shows("Contention, so that accepted proposals abort, and pages that are read from storage.")
                    .by(
                            new Edit(
                                    "storage.segment.PageChain",
                                    "fates.of(version.proposal()) != Fate.COMMITTED",
                                    "fates.of(version.proposal()) == null"),
                            new Edit("storage.segment.SegmentLog", """
                                    out.delete(Shelf.REDO, SegmentKeys.version(write.page(),
                                    written.version()));
                                    """, "")),
            Mutant.named("drops-queued-redo")
                    .is("Redo that arrives while its page is being fetched is dropped: the page in memory is old for "
                            + "good.")
                    .shows("Pages are fetched while other writers change them: a small pool, or restarted writers.")
                    .by(new Edit("replication.writer.RedoApplier", "queue.add(new Arrived(write, version));", "")),
            Mutant.named("ignores-deps")
                    .is("A writer applies redo before what it was built on: readers see an effect without its cause.")
                    .shows("Three writers or more with uneven or lossy links between them, and transactions that read "
                            + "what another writer wrote.")
                    .by(new Edit(
                            "replication.writer.RedoApplier",
                            "apply(tracker.committed(proposal.id(), proposal.deps()));",
                            "apply(tracker.committed(proposal.id(), ReadPoint.ZERO));")),
            Mutant.named("never-pulls")
                    .is("A writer that missed redo never asks storage for it: what it shows stands still.")
                    .shows("Messages between writers are lost; in the end all writers must show the same, and sessions "
                            + "that move must get through.")
                    .by(new Edit(
                            "replication.writer.MissingDesk",
                            "outbox.toSegment(pulling.next(nowNanos), new SegmentMessage.Pull(nextRequest(), due));",
                            "nextRequest();")),
            Mutant.named("tries-what-it-handed-over")
                    .is("A writer that hears nothing of what it handed over tries it itself, while the other may commit it "
                            + "(I23): a client is told that a row it has changed itself keeps it from committing.")
                    .shows("Hot rows, and a writer that is slow, or news of it that are.")
                    .by(new Edit("replication.writer.Delegations", """
                                    one.recallAtNanos = nowNanos + settings.timeouts().resend().toNanos();
                                    """, """
                                    one.recallAtNanos = nowNanos + settings.timeouts().resend().toNanos();
                                    if (true) {
                                        comesBack(transaction, one);
                                        continue;
                                    }
                                    """)),
            Mutant.named("takes-a-hand-over-twice")
                    .is("A writer takes a transaction again that it is about to commit for another one, and gives it back as "
                            + "in conflict with itself.")
                    .shows("Hot rows, and messages that come twice.")
                    .by(new Edit(
                            "replication.writer.TakenOver",
                            "if (!isMeant(incarnation) || running.containsKey(transaction)) {",
                            "if (!isMeant(incarnation)) {")),
            Mutant.named("replica-ignores-deps")
                    .is(
                            "A read replica applies what arrives as soon as it arrives, whatever it was built on (I11): its "
                                    + "read points are no states of the volume.")
                    .shows("Redo that overtakes other redo on its way to a replica; reads there, with money moved by "
                            + "several writers.")
                    .by(new Edit("replication.writer.ReplicaCore", "applier.committed(decided.content());", """
                                    Proposal c = decided.content();
                                    applier.committed(new Proposal(c.id(), c.incarnation(), c.lsn(), c.age(),
                                    c.writes(), c.reads(), dev.sextant.api.ReadPoint.ZERO, c.transactions(),
                                    c.replaces()));
                                    """)),
            Mutant.named("replica-takes-now-for-global")
                    .is("A read replica begins a GLOBAL read with what it happens to have: acknowledged commits are "
                            + "missing.")
                    .shows("GLOBAL reads through the endpoint of readers, right after commits of others.")
                    .by(new Edit(
                            "replication.writer.ReplicaCore",
                            "waits.awaitGlobal(await.requestId(), await.deadlineNanos());",
                            "outbox.answer(await.requestId(), new ClientAnswer.PointReached(applier.point()));")),
            Mutant.named("replica-pulls-nothing")
                    .is("A read replica looks after nothing that it was not sent: it stands still for good.")
                    .shows("Redo is lost on its way to a replica, which in the end must show what everybody shows.")
                    .by(new Edit(
                            "replication.writer.ReplicaCore",
                            "missing.onTime(now); doubts.tell(now);",
                            "doubts.tell(now);")),
            Mutant.named("no-row-check-at-rebase")
                    .is("A transaction that lost its page is put on the newer page without a check of its rows: "
                            + "updates are lost.")
                    .shows("Two writers update the same rows; no fault needed.")
                    .by(
                            new Edit("conflict.check.RowCheck", """
                                    /** Checks the transaction against the newest rows. Merge functions run only
                                    when nothing conflicts. */
                                    """, """
                                    public static CheckResult checkAgain(CheckedTransaction transaction, Rows
                                    newest) { return evaluate(transaction.writes(), newest);
                                    }
                                    """),
                            new Edit("replication.writer.GroupBuilder", """
                                    CheckResult result = RowCheck.check(pending.request().checked(), new
                                    TreeRows(editor, leaves::add));
                                    """, """
                                    TreeRows rows = new TreeRows(editor, leaves::add);
                                    CheckResult result = pending.attempts() > 0 ?
                                    RowCheck.checkAgain(pending.request().checked(), rows) :
                                    RowCheck.check(pending.request().checked(), rows);
                                    """)),
            Mutant.named("no-read-row-check")
                    .is("The rows that a serializable transaction read are not compared with the newest ones: write "
                            + "skew commits.")
                    .shows(
                            "Serializable transactions that read rows others write, even on one writer; no fault needed.")
                    .by(new Edit("conflict.check.RowCheck", "if (observed.readsUnlike(found)) {", "if (false) {")),
            Mutant.named("no-range-check")
                    .is("The ranges that a serializable transaction scanned are not compared with the newest ones: "
                            + "phantoms.")
                    .shows(
                            "Serializable transactions that scan ranges into which others insert, even on one writer; no "
                                    + "fault needed.")
                    .by(new Edit(
                            "conflict.check.RowCheck",
                            "CheckResult conflict = comparison.finish();",
                            "comparison.finish(); CheckResult conflict = null;")),
            Mutant.named("session-point-ignored")
                    .is("A transaction begins on whatever its writer shows, not on what its session has seen: own "
                            + "writes vanish.")
                    .shows("Sessions move to another writer (theirs dies, or they are handed on by their read point) "
                            + "that lags behind.")
                    .by(new Edit(
                            "replication.client.Beginning", "if (lease.point().covers(promised)) {", "if (true) {")),
            Mutant.named("global-does-not-wait")
                    .is("A GLOBAL read asks three segments and begins without waiting for what they name.")
                    .shows(
                            "GLOBAL transactions that begin after a commit on another writer was acknowledged, with slow "
                                    + "links between writers.")
                    .by(new Edit(
                            "replication.writer.PointWaits",
                            "if (!missing.isEmpty() && missing.get(0).seq() <= wait.highest[slot]) {",
                            "if (false) {")),
            Mutant.named("answers-while-the-dead-may-commit")
                    .is("A question after a commit is answered from what is known here, before the slot of the dead "
                            + "writer is open anew.")
                    .shows("A writer dies during commits, and clients ask another one that has not heard of them yet.")
                    .by(new Edit(
                            "replication.writer.Inquests",
                            "if (inquest.upTo < 0 && openings.isPast(token.writer(), token.incarnation())) {",
                            "if (inquest.upTo < 0) {")),
            Mutant.named("answers-before-the-past-is-decided")
                    .is("A question after a commit is answered once the slot is open anew, before all that its old "
                            + "incarnation proposed is decided here.")
                    .shows("A writer dies during commits and comes back; its successor opens before a settler has run.")
                    .by(new Edit(
                            "replication.writer.Inquests",
                            "if (inquest.upTo < 0 || !isDecided(token.writer(), inquest.upTo)) {",
                            "if (inquest.upTo < 0) {")),
            Mutant.named("forgets-what-it-missed")
                    .is("A writer that has just started answers for commits of before as if it had seen them.")
                    .shows("Two writers die in turn, and a client of the first asks the second when it is back.")
                    .by(new Edit(
                            "replication.writer.Outcomes",
                            "forgottenUpTo[slot] = point.upTo(new WriterId(slot));",
                            "forgottenUpTo[slot] = 0;")),
            Mutant.named("counts-an-accept-twice")
                    .forTheExplorer()
                    .is("An accept that arrives twice counts as two: a proposal commits on three segments.")
                    .shows("Messages are repeated, or answers take longer than the resend time, while rivals split the "
                            + "segments.")
                    .by(
                            new Edit(
                                    "conflict.fate.Tally",
                                    "private boolean counted;",
                                    "private boolean counted; private int votes;"),
                            new Edit("conflict.fate.Tally", """
                                    accepts.put(segment, generation);
                                    readers.add(seen); if (accepts.size() >= quorums.write()) {
                                    """, """
                                    accepts.put(segment, generation);
                                    readers.add(seen); votes++;
                                    if (votes >= quorums.write()) {
                                    """)),
            Mutant.named("settles-only-the-certain")
                    .forTheExplorer()
                    .is("A settler aborts unless it sees a whole quorum hold COMMIT: what was acknowledged is undone.")
                    .shows("A writer dies after its client was answered and before segments and peers hear of it, and "
                            + "one of the four that accepted does not answer the settler.")
                    .by(new Edit(
                            "conflict.fate.Rules",
                            "return quorums.mayBeChosen(commits, promises);",
                            "return commits >= quorums.write();")),
            Mutant.named("settles-on-three")
                    .forTheExplorer()
                    .is("A settler takes three accepts for a quorum: two settlers decide differently.")
                    .shows(
                            "Segments cut three from three with a writer on each side, just when another writer dies with "
                                    + "a proposal accepted by one side.")
                    .by(new Edit(
                            "conflict.fate.Settler",
                            "if (accepts.size() >= quorums.write()) {",
                            "if (accepts.size() >= quorums.read()) {")),
            Mutant.named("abstention-is-an-accept")
                    .forTheExplorer()
                    .is("A settler counts a segment that abstains among those that accept: a fate is decided by fewer "
                            + "than four.")
                    .shows("A disk was lost, writers die with proposals in flight at that time, and two settlers see "
                            + "different segments.")
                    .by(new Edit(
                            "conflict.fate.Settler",
                            "} else if (verdict instanceof Verdict.Accepted accepted) {",
                            """
                                    } else if (verdict instanceof Verdict.Abstained && value != null) {
                                    onAccepted(segment, List.of());
                                    } else if (verdict instanceof Verdict.Accepted accepted) {
                                    """)),
            Mutant.named("global-asks-one")
                    .is("A GLOBAL read trusts the first segment that answers: it misses commits that this one did not "
                            + "hear of.")
                    .shows("GLOBAL transactions while one or two segments miss messages, and redo between writers is "
                            + "slow or lost.")
                    .by(
                            new Edit(
                                    "replication.writer.PointWaits",
                                    "if (wait.told.size() == settings.quorums().read()) {",
                                    "if (wait.told.size() == 1) {"),
                            new Edit(
                                    "replication.writer.PointWaits",
                                    "wait.told.size() >= settings.quorums().read()",
                                    "wait.told.size() >= 1")),
            Mutant.named("answers-too-soon")
                    .is("A transaction is answered as not committed while an attempt of it may still commit (I9).")
                    .shows("Writers that reach too few segments until the deadline; then their attempts are settled. "
                            + "Clients note what they were told.")
                    .by(new Edit(
                            "replication.writer.CommitDesk",
                            "if (verdict == null || !pending.openAttempts().isEmpty()) {",
                            "if (verdict == null) {")),
            Mutant.named("votes-below-its-promise")
                    .forTheExplorer()
                    .is("A segment accepts at ballot 0 although it promised a settler not to (I3).")
                    .shows(
                            "A slow link delivers proposals after a settler has begun on them: a writer that is cut off, "
                                    + "or dead with messages on their way.")
                    .by(new Edit(
                            "conflict.fate.Acceptor",
                            "if (register.promised().compareTo(Ballot.PROPOSE) > 0) {",
                            "if (false) {")),
            Mutant.named("no-fencing")
                    .is("A segment accepts proposals of an incarnation that lost its slot (I5).")
                    .shows("Two processes hold one slot at once, the older one cut off and back; a network that gives "
                            + "answers to the process that asked.")
                    .by(
                            new Edit(
                                    "conflict.fate.Acceptor",
                                    "if (proposal.incarnation() < slot.incarnation()) {",
                                    "if (false) {"),
                            new Edit("conflict.fate.SlotState", """
                                    if (proposalIncarnation < opening.incarnation() && seq >=
                                    opening.closeFrom()) {
                                    """, "if (false) {")),
            Mutant.named("forgets-aborts-at-restart")
                    .is("A segment that restarts has forgotten which proposals were aborted: the tombstone that keeps "
                            + "them out is gone too early.")
                    .shows("A segment restarts after aborts, of which contention makes many; proposals on their way "
                            + "arrive again, and what it holds has gaps.")
                    .by(new Edit(
                            "storage.segment.SegmentLog",
                            "acceptor.restoreFate(id, decision.fate());",
                            "if (decision.fate() == Fate.COMMITTED) { acceptor.restoreFate(id, decision.fate()); }")),
            Mutant.named("settler-ignores-settlers")
                    .forTheExplorer()
                    .is("A settler chooses COMMIT although an earlier one may have settled ABORT: a fate changes.")
                    .shows("Two settlers one after the other (several writers, lossy links), the first decided by "
                            + "segments that do not answer the second.")
                    .by(new Edit(
                            "conflict.fate.Settler", "? atHighest : Fate.ABORTED", "? Fate.COMMITTED : Fate.ABORTED")),
            Mutant.named("opens-over-standing-commits")
                    .forTheExplorer()
                    .is("A segment accepts an opening that closes a proposal it holds COMMIT for: what a settler "
                            + "commits, the claimant aborts.")
                    .shows(
                            "A writer is killed with proposals at one or two segments and restarts at once, while a peer "
                                    + "settles them.")
                    .by(new Edit("conflict.fate.Rules", "return true;", "return false;")),
            Mutant.named("rebuilt-votes-at-once")
                    .is("A segment with a new disk counts as whole at once: its lost votes and pages are missing from "
                            + "every quorum.")
                    .shows("Disks are lost one after the other, each as soon as the one before counts as whole.")
                    .by(new Edit(
                            "storage.segment.Rebuild",
                            "if (!toldByEnough() || !sessionsOpen() || !caughtUp()) {",
                            "if (false) {")),
            Mutant.named("forgets-promises-at-restart")
                    .is("A segment that restarts remembers what it accepted, not what it promised (I3): after a "
                            + "settler chose ABORT, the owner can still commit.")
                    .shows(
                            "A settler holds promises of segments that had accepted nothing; they restart, and proposals "
                                    + "that were on their way arrive before the settler comes back.")
                    .by(new Edit(
                            "storage.segment.SegmentRecords",
                            "return new Register(promised, accepted, value, content);",
                            """
                                    return new Register(accepted == null ? Ballot.PROPOSE : accepted, accepted,
                                    value, content);
                                    """)),
            Mutant.named("rebuilt-does-not-abstain")
                    .is("A rebuilt segment has a say in proposals older than its disk: a settler misses votes that "
                            + "were counted.")
                    .shows("A disk is lost with a vote that its owner has counted, and the owner dies before anybody "
                            + "hears of the commit.")
                    .by(new Edit("storage.segment.Rebuild", "log.acceptor().abstainBelow(writer, firstSeq);", "")),
            Mutant.named("repairs-without-promises")
                    .forRepairs()
                    .is("A repair asks no segment for a promise: a settler decides otherwise while the repair does.")
                    .shows(
                            "A settler that chose to abort the older of two rivals before it was voted on, and two disks lost "
                                    + "since; its messages arrive between the repair's second look and its COMMIT. Or a settler's COMMIT "
                                    + "of a rival that came after the lost disks has its fourth accept then.")
                    .by(new Edit(
                            "replication.repair.Repairing",
                            "questions.askAll(id, List.of(new SegmentMessage.Prepare(id, ballot)));",
                            "")),
            Mutant.named("repairs-with-four")
                    .forRepairs()
                    .is(
                            "A repair asks four segments instead of all six: two repairs, or a repair and a settler, decide "
                                    + "differently, and not everybody knows.")
                    .shows(
                            "Any repair that is done. Or one that died after it had told a few, and then the disks are lost of all "
                                    + "four that it had asked.")
                    .by(new Edit("replication.repair.Questions", "index < SegmentId.COUNT", "index < 4")),
            Mutant.named("repair-forgets-another")
                    .forRepairs()
                    .is("A repair chooses anew what an earlier one had accepted: a fate changes.")
                    .shows(
                            "A repair that died after it had told three segments at most that something is aborted, and then the disks "
                                    + "lost of these and of all that had a say in it, but not all six; or one that died after it had told of a "
                                    + "commit, where an opening comes to four segments with new disks.")
                    .by(new Edit("replication.repair.RepairCase", "if (repairValue != null) {", "if (false) {")),
            Mutant.named("repair-counts-told-openings")
                    .forRepairs()
                    .is(
                            "A repair takes an opening that four segments know of for one that four accepted: what was committed is "
                                    + "aborted, and the plan calls that impossible.")
                    .shows(
                            "A slot that changes hands halfway, a settler that commits what the other half has not closed, and disks "
                                    + "lost of those that accepted it: the new ones are told of the opening.")
                    .by(
                            new Edit(
                                    "replication.repair.RepairCase",
                                    "return closers >= quorums.write() && quorums.mayBeChosen(closingVoters, voters.size());",
                                    "return closers >= quorums.write();"),
                            new Edit(
                                    "replication.repair.RepairCase",
                                    "return Standing.MAY_BE_CLOSED;",
                                    "return Standing.CANNOT_COMMIT;")),
            Mutant.named("repair-hides-who-lost")
                    .forRepairs()
                    .is("A plan does not say that the client of what it commits may have been told that it lost.")
                    .shows(
                            "A younger proposal that committed with the votes of two disks that are lost, and an older one that was "
                                    + "told so.")
                    .by(new Edit(
                            "replication.repair.RepairChoice",
                            "commit ? mayBeKnownAborted(each) : isGuess(each),",
                            "commit ? each.mayBeKnownAborted() : isGuess(each),")),
            Mutant.named("repair-hides-a-loss")
                    .forRepairs()
                    .is("A plan does not say that what it aborts may have been acknowledged.")
                    .shows("A younger proposal that committed with the votes of two disks that are lost.")
                    .by(new Edit(
                            "replication.repair.RepairChoice",
                            "commit ? mayBeKnownAborted(each) : isGuess(each),",
                            "false,")),
            Mutant.named("younger-wins")
                    .is("The younger of two rivals goes first: old transactions starve.")
                    .shows("A hot page, and a bound on the attempts of a transaction.")
                    .by(new Edit(
                            "conflict.fate.Tally",
                            "if (rival != null && rival.isOlderThan(age)) {",
                            "if (rival != null && !rival.isOlderThan(age)) {")),
            Mutant.named("collects-above-the-floor")
                    .under("past")
                    .is(
                            "History is dropped below the newest image of a page, though the floor does not see that image: "
                                    + "points that are promised cannot be read.")
                    .shows("Reads of the past while the window is short and pages have images.")
                    .by(new Edit("storage.segment.PageImages", "if (floor.sees(version)) {", "if (true) {")),
            Mutant.named("copy-keeps-its-floor")
                    .under("past")
                    .is("A segment that has copied pages goes on serving points below them, where its pages have gaps.")
                    .shows(
                            "A segment that was away for longer than the window, and readers of points before it came back.")
                    .by(new Edit(
                            "storage.segment.SegmentLog", "raiseFloor(floor().join(from));", "raiseFloor(floor());")),
            Mutant.named("copy-forgets-fates")
                    .is(
                            "A segment that has copied pages does not learn what became of the proposals in them: it votes for "
                                    + "those again, or reports them as missing for ever.")
                    .shows("A segment that was away for longer than the window while proposals were decided.")
                    .by(new Edit(
                            "storage.segment.SegmentLog",
                            "if (!from.sees(id) || acceptor.fates().of(id) != null) {",
                            "if (true) {")),
            Mutant.named("drops-with-two-images")
                    .is(
                            "A tail drops its log when two full segments have images of it: what was committed while the third was "
                                    + "away is lost with those two.")
                    .shows("A full segment is away for longer than the window.")
                    .by(new Edit(
                            "storage.segment.ImagePoints",
                            "return fulls.stream().allMatch(full -> covers(full, point));",
                            "return fulls.stream().filter(full -> covers(full, point)).count() >= 2;")),
            Mutant.named("tail-takes-any-floor")
                    .is(
                            "A tail that lags takes over the floor of a full segment, though another one is behind it and may need "
                                    + "the log from there.")
                    .shows("A tail and a full segment are away for longer than the window.")
                    .by(new Edit(
                            "storage.segment.CopyTaker",
                            "return settings.isTail() ? !fromFull || mayBegin.test(floor) : fromFull;",
                            "return settings.isTail() || fromFull;")),
            Mutant.named("reads-the-past-too-early")
                    .under("past")
                    .is(
                            "A transaction at a read point does not wait until its writer has come to it: pages in memory pass "
                                    + "for the state there.")
                    .shows("A point that one writer has shown is read through another that lags behind.")
                    .by(new Edit(
                            "replication.writer.PointWaits",
                            "return applier.point().covers(wait.target);",
                            "return true;")),
            Mutant.named("backtrack-beside-commits")
                    .under("backtrack")
                    .is(
                            "A backtrack does not rest on all that was committed: what it did not know of stays, or is undone "
                                    + "in part.")
                    .shows("A backtrack while other writers commit on pages that have not changed since its target.")
                    .by(new Edit(
                            "conflict.fate.Acceptor",
                            "boolean rests = rules.restsOnAllCommits(fates, backtrack);",
                            "boolean rests = true;")),
            Mutant.named("commits-beside-backtracks")
                    .under("backtrack")
                    .is("Transactions that began before a backtrack commit after it: they bring back what was undone.")
                    .shows(
                            "A transaction that is open during a backtrack, and touches rows that did not exist at its target.")
                    .by(new Edit(
                            "replication.writer.RedoApplier",
                            "return line != null && !snapshot.sees(line);",
                            "return false;")),
            Mutant.named("reads-no-line")
                    .under("backtrack")
                    .is("Proposals do not read the line: they commit beside a backtrack that knows nothing of them.")
                    .shows("Transactions of several writers that commit while one takes the volume back.")
                    .by(new Edit("replication.writer.CommitDesk", "readsWithLine.add(", "readsWithLine.contains(")),
            Mutant.named("keeps-undone-pages")
                    .under("backtrack")
                    .is("A writer goes on with the pages it has in memory when the volume is taken back.")
                    .shows("A backtrack, and a transaction on the same writer.")
                    .by(new Edit("replication.writer.RedoApplier", "pool.remove(page); if", "if")));

    /** Bugs that hide behind another rule, or want more bad luck than a few hundred worlds have: hunted only when asked for. */
    static final List<Mutant> ELUSIVE = List.of(
            Mutant.named("gives-back-what-may-commit")
                    .is("A writer that is asked to give a transaction back says that it does not commit it while a proposal "
                            + "with it is voted on.")
                    .shows("Hot rows, and votes that take long.")
                    .by(new Edit(
                            "replication.writer.TakenOver",
                            "tell(recall.transaction(), recall.from(), true);",
                            "tell(recall.transaction(), recall.from(), false);")),
            Mutant.named("hands-over-and-forgets")
                    .is("A writer gives a transaction back that it took and that has committed, since it does not know it "
                            + "any more.")
                    .shows("Hot rows, and messages that come twice or late.")
                    .by(new Edit(
                            "replication.writer.TakenOver",
                            "if (outcomes.of(transaction) instanceof ClientAnswer.Committed) {",
                            "if (false) {")),
            Mutant.named("takes-back-before-the-past-is-decided")
                    .is("A writer takes back what it handed over as soon as the other's slot is open anew, while what that "
                            + "left behind is being settled: it may commit.")
                    .shows("Hot rows; the writer that wins them dies in the middle of a vote.")
                    .by(new Edit(
                            "replication.writer.Delegations",
                            "if (missing.isEmpty() || missing.get(0).seq() > upTo) {",
                            "if (true) {")),
            Mutant.named("delegators-do-not-bind")
                    .is("Segments accept a proposal for a writer whose slot was opened anew: who asked was told that it did "
                            + "not commit.")
                    .shows("Hot rows; a writer dies that has handed a transaction over, and the other proposes it late.")
                    .by(new Edit("conflict.fate.Rules", """
                                    boolean delegatorsBind() {
                                        return true;
                                    """, """
                                    boolean delegatorsBind() {
                                        return false;
                                    """)),
            Mutant.named("looks-in-one-slot-only")
                    .is("Who asks what became of a dead writer's transaction is told so when that writer's proposals are "
                            + "decided, and not those of others that it may have handed it over to.")
                    .shows("Hot rows; a writer dies that has handed a transaction over, and the other's news are late.")
                    .by(new Edit("replication.writer.Inquests", """
                                    List<Long> bounds = openings.bounds(token.writer());
                                    """, """
                                    List<Long> bounds = new ArrayList<>(List.of(0L, 0L, 0L, 0L));
                                    bounds.set(token.writer().slot(), openings.bounds(token.writer()).get(token.writer().slot()));
                                    """)),
            Mutant.named("read-only-unchecked")
                    .under("list-append")
                    .is("A serializable transaction that writes nothing is not validated: it sees a state that no "
                            + "serial order has.")
                    .shows("Serializable read-only transactions on two writers while two others commit independent "
                            + "writes; slow links between writers.")
                    .by(new Edit("replication.writer.CommitDesk", "if (reads.isEmpty()) {", "if (true) {")),
            Mutant.named("early-tells-count")
                    .is("A rebuild takes what it was told before the last session began: votes given in between are "
                            + "missing.")
                    .shows("Two disks lost in turn, with votes of both counted in one quorum that nobody heard of.")
                    .by(
                            new Edit(
                                    "storage.segment.Rebuild",
                                    "if (tell.round() == round) {",
                                    "if (tell.round() <= round) {"),
                            new Edit("storage.segment.Rebuild", "round++; tells.clear();", "round++;")),
            Mutant.named("replaces-at-any-ballot")
                    .forTheExplorer()
                    .is("An attempt is accepted where the one it replaces was aborted by anybody, not by its owner "
                            + "(I4).")
                    .shows(
                            "Attempts that share no page; where they share one, the rule of rivals keeps the second out. "
                                    + "./dev explore finds it.")
                    .by(new Edit(
                            "conflict.fate.Rules",
                            "return replaced.renouncedByOwner();",
                            "return replaced.value() == Fate.ABORTED;")),
            Mutant.named("drops-tombstones-early")
                    .is("A tombstone is purged while snapshots that do not see it are in use: a row that came and "
                            + "went between is no conflict.")
                    .shows(
                            "Rows inserted and deleted by others, and their page purged for lack of room, all during one "
                                    + "transaction that puts the same row; a check of first committer wins on rows that are gone.")
                    .by(new Edit(
                            "replication.writer.Horizon",
                            "if (oldestAtPeers.size() < settings.peers().size()) {",
                            """
                                    if (true) { return lsn -> true;
                                    } if (oldestAtPeers.size() < settings.peers().size()) {
                                    """)));

    private Mutants() {}
}
