package dev.sextant.replication.runtime;

import dev.sextant.api.RepairRefusedException;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.node.RepairDriver;
import dev.sextant.replication.repair.RepairInput;
import dev.sextant.replication.repair.RepairOutcome;
import dev.sextant.replication.repair.RepairTask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The planning of a repair, or a repair, on a thread of its own. */
final class RepairRun implements Switchboard.Receiver {
    private final NodeContext context;
    private final Mailbox<RepairInput> mailbox;
    private final NodeThread<RepairInput> thread;
    private final CompletableFuture<RepairOutcome> outcome = new CompletableFuture<>();

    RepairRun(NodeContext context, RepairTask task) {
        this.context = context;
        mailbox = new Mailbox<>(context.config().limits().queuedMessages());
        RepairDriver driver = new RepairDriver(task, context.network(), outcome::complete);
        thread = new NodeThread<>(
                NodeAddress.REPAIR.toString(),
                context.clock(),
                mailbox,
                driver,
                Integer.MAX_VALUE,
                outcome::completeExceptionally);
    }

    /** Begins; what it comes to. */
    CompletableFuture<RepairOutcome> start() {
        context.network().connect(NodeAddress.REPAIR, this);
        thread.start();
        return outcome;
    }

    /** Ends it, wherever it is. */
    void stop() {
        thread.stop();
        outcome.complete(
                new RepairOutcome.Refused(RepairRefusedException.cutShort("The cluster was closed meanwhile.")));
        context.network().disconnect(NodeAddress.REPAIR, this);
    }

    @Override
    public boolean deliver(NodeAddress from, List<Message> messages) {
        List<RepairInput> inputs = new ArrayList<>(messages.size());
        for (Message message : messages) {
            inputs.add(new RepairInput.Received((WriterMessage) message));
        }
        return mailbox.offerAll(inputs);
    }

    @Override
    public void peerGone(NodeAddress peer) {
        // Whether a segment is gone or silent is all the same here: it is asked again.
    }
}
