package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;

/** Sends votes to the owner's part and settlers' answers to the settler whose slot the ballot names. */
final class ByAddress implements AcceptorTable.Router {
    private final Scenario scenario;

    ByAddress(Scenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public int parts() {
        return scenario.owners().size() + scenario.settlings().size();
    }

    @Override
    public int partOf(Reply reply) {
        if (reply instanceof Reply.Vote vote) {
            return ownerOf(vote.id());
        } else if (reply instanceof Reply.RenounceVote vote) {
            return ownerOf(vote.id());
        } else if (reply instanceof Reply.Promised promised) {
            return settlerIn(promised.ballot().slot());
        } else if (reply instanceof Reply.SettleVote vote) {
            return settlerIn(vote.ballot().slot());
        }
        throw new AssertionError("unhandled " + reply);
    }

    private int ownerOf(ProposalId id) {
        for (int owner = 0; owner < scenario.owners().size(); owner++) {
            if (scenario.owners().get(owner).stream()
                    .anyMatch(attempt -> attempt.id().equals(id))) {
                return owner;
            }
        }
        throw new AssertionError("nobody proposed " + id);
    }

    private int settlerIn(int slot) {
        for (int settler = 0; settler < scenario.settlings().size(); settler++) {
            if (scenario.settlings().get(settler).slot() == slot) {
                return scenario.owners().size() + settler;
            }
        }
        throw new AssertionError("nobody settles from slot " + slot);
    }
}
