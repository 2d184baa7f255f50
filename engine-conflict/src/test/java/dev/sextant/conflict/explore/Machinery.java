package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.AcceptorListener;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fault;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Settler;

/** Where the parts under test come from: the production classes, or the same with one rule taken away. */
interface Machinery {
    Machinery PRODUCTION = new Machinery() {};

    /** The production classes with a fault. */
    static Machinery with(Fault fault) {
        return new Machinery() {
            @Override
            public Acceptor acceptor(AcceptorListener listener) {
                return fault.acceptor(listener);
            }

            @Override
            public Settler settler(ProposalId id, Ballot ballot, Quorums quorums) {
                return fault.settler(id, ballot, quorums);
            }
        };
    }

    default Acceptor acceptor(AcceptorListener listener) {
        return new Acceptor(listener);
    }

    default Settler settler(ProposalId id, Ballot ballot, Quorums quorums) {
        return new Settler(id, ballot, quorums);
    }
}
