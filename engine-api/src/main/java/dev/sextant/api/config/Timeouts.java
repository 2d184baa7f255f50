package dev.sextant.api.config;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the engine waits for what. None of these touches what is guaranteed: a bad value costs time. Immutable; start from
 * {@link #DEFAULT} or {@link #builder()}. Every value is positive and at most a day.
 */
public final class Timeouts {
    /** Everything at its default. */
    public static final Timeouts DEFAULT = builder().build();

    private final Duration vote;
    private final Duration inDoubt;
    private final Duration settleAnswer;
    private final Duration commit;
    private final Duration read;
    private final Duration hedge;
    private final Duration roundTrip;
    private final Duration resend;
    private final Duration decidedFlush;
    private final Duration gossip;
    private final Duration heartbeat;
    private final Duration journal;
    private final Duration silence;
    private final Duration open;
    private final Duration close;
    private final Duration segmentReturn;
    private final Duration segmentReturnLongest;
    private final Duration backtrack;

    private Timeouts(Builder builder) {
        vote = Settings.positive("timeouts.vote", builder.vote);
        inDoubt = Settings.positive("timeouts.inDoubt", builder.inDoubt);
        settleAnswer = Settings.positive("timeouts.settleAnswer", builder.settleAnswer);
        commit = Settings.positive("timeouts.commit", builder.commit);
        read = Settings.positive("timeouts.read", builder.read);
        hedge = Settings.positive("timeouts.hedge", builder.hedge);
        roundTrip = Settings.positive("timeouts.roundTrip", builder.roundTrip);
        resend = Settings.positive("timeouts.resend", builder.resend);
        decidedFlush = Settings.positive("timeouts.decidedFlush", builder.decidedFlush);
        gossip = Settings.positive("timeouts.gossip", builder.gossip);
        heartbeat = Settings.positive("timeouts.heartbeat", builder.heartbeat);
        journal = Settings.positive("timeouts.journal", builder.journal);
        silence = Settings.positive("timeouts.silence", builder.silence);
        open = Settings.positive("timeouts.open", builder.open);
        close = Settings.positive("timeouts.close", builder.close);
        segmentReturn = Settings.positive("timeouts.segmentReturn", builder.segmentReturn);
        segmentReturnLongest = Settings.positive("timeouts.segmentReturnLongest", builder.segmentReturnLongest);
        backtrack = Settings.positive("timeouts.backtrack", builder.backtrack);
        Settings.require(
                inDoubt.compareTo(vote) > 0,
                "timeouts.inDoubt",
                "must be longer than timeouts.vote, " + vote + ", not " + inDoubt);
        Settings.require(
                silence.compareTo(heartbeat) > 0,
                "timeouts.silence",
                "must be longer than timeouts.heartbeat, " + heartbeat + ", not " + silence);
        Settings.require(
                segmentReturnLongest.compareTo(segmentReturn) >= 0,
                "timeouts.segmentReturnLongest",
                "must not be shorter than timeouts.segmentReturn, " + segmentReturn + ", but is "
                        + segmentReturnLongest);
    }

    /** A builder with every value at its default. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.vote = vote;
        builder.inDoubt = inDoubt;
        builder.settleAnswer = settleAnswer;
        builder.commit = commit;
        builder.read = read;
        builder.hedge = hedge;
        builder.roundTrip = roundTrip;
        builder.resend = resend;
        builder.decidedFlush = decidedFlush;
        builder.gossip = gossip;
        builder.heartbeat = heartbeat;
        builder.journal = journal;
        builder.silence = silence;
        builder.open = open;
        builder.close = close;
        builder.segmentReturn = segmentReturn;
        builder.segmentReturnLongest = segmentReturnLongest;
        builder.backtrack = backtrack;
        return builder;
    }

    /** How long a proposal waits for four accepts, behind younger rivals or for segments that do not answer, before its writer renounces it. Default 50 ms. */
    public Duration vote() {
        return vote;
    }

    /** How long a proposal may be undecided before others ask for its fate and settle it. Longer than {@link #vote()}: a live owner is given the chance to decide it. Default 250 ms. */
    public Duration inDoubt() {
        return inDoubt;
    }

    /** How long a settler waits for more than the three answers it needs at least. Default 50 ms. */
    public Duration settleAnswer() {
        return settleAnswer;
    }

    /** When a commit answers at the latest, with {@link dev.sextant.api.CommitResult.Indeterminate} if it must. A transaction may bring its own. Default 5 s. */
    public Duration commit() {
        return commit;
    }

    /** How long a read waits for a segment that can serve its page before it fails with {@link dev.sextant.api.QuorumLostException}. The beginning of a transaction with {@code GLOBAL} reads is bounded by it, too. Default 5 s. */
    public Duration read() {
        return read;
    }

    /** How long a read of a page waits for one segment before it asks another one as well. Default 20 ms. */
    public Duration hedge() {
        return hedge;
    }

    /** What a round trip between zones with a synced write takes, roughly. The tie rule and the settlers measure their pauses in it (a hold is two of them, a reservation three); a wrong value costs speed, never correctness. Default 2 ms. */
    public Duration roundTrip() {
        return roundTrip;
    }

    /** When a message that must arrive, and was not answered, is sent again. Default 100 ms. */
    public Duration resend() {
        return resend;
    }

    /** How long the news of a fate waits for a message to travel with before it is sent alone. Default 1 ms. */
    public Duration decidedFlush() {
        return decidedFlush;
    }

    /** How often a segment compares notes with another one. Default 50 ms. */
    public Duration gossip() {
        return gossip;
    }

    /** How often a writer that has nothing else to say tells segments that it lives. Default 200 ms. */
    public Duration heartbeat() {
        return heartbeat;
    }

    /** How often a writer journals the moment, if anything has changed. These moments are those at which the past can be read. Default 1 s. */
    public Duration journal() {
        return journal;
    }

    /** How long three segments must not have heard a writer before its slot may be claimed by another process. Several times {@link #heartbeat()}. Default 2 s. */
    public Duration silence() {
        return silence;
    }

    /** How long {@link dev.sextant.api.Cluster#open} waits for the writers to open their slots. Default 30 s. */
    public Duration open() {
        return open;
    }

    /** How long {@link dev.sextant.api.Cluster#close} waits for commits in flight. Default 10 s. */
    public Duration close() {
        return close;
    }

    /** About when a segment whose storage failed is tried again for the first time; each further time takes twice as long, up to {@link #segmentReturnLongest()}. Default 500 ms. */
    public Duration segmentReturn() {
        return segmentReturn;
    }

    /** The longest time between two tries to bring a segment back whose storage failed; and how long one must have been in service for its failures to be forgotten. At least {@link #segmentReturn()}. Default 30 s. */
    public Duration segmentReturnLongest() {
        return segmentReturnLongest;
    }

    /** When a backtrack answers at the latest. Commits wait for it, each by its own timeout. Default 60 s. */
    public Duration backtrack() {
        return backtrack;
    }

    /** Collects values; not safe for use by several threads at once. */
    public static final class Builder {
        private Duration vote = Duration.ofMillis(50);
        private Duration inDoubt = Duration.ofMillis(250);
        private Duration settleAnswer = Duration.ofMillis(50);
        private Duration commit = Duration.ofSeconds(5);
        private Duration read = Duration.ofSeconds(5);
        private Duration hedge = Duration.ofMillis(20);
        private Duration roundTrip = Duration.ofMillis(2);
        private Duration resend = Duration.ofMillis(100);
        private Duration decidedFlush = Duration.ofMillis(1);
        private Duration gossip = Duration.ofMillis(50);
        private Duration heartbeat = Duration.ofMillis(200);
        private Duration journal = Duration.ofSeconds(1);
        private Duration silence = Duration.ofSeconds(2);
        private Duration open = Duration.ofSeconds(30);
        private Duration close = Duration.ofSeconds(10);
        private Duration segmentReturn = Duration.ofMillis(500);
        private Duration segmentReturnLongest = Duration.ofSeconds(30);
        private Duration backtrack = Duration.ofSeconds(60);

        private Builder() {}

        /**
         * The timeouts.
         *
         * @throws dev.sextant.api.ConfigurationException if a value is not acceptable
         */
        public Timeouts build() {
            return new Timeouts(this);
        }

        /** Sets {@link Timeouts#vote()}. */
        public Builder vote(Duration value) {
            vote = Objects.requireNonNull(value, "vote");
            return this;
        }

        /** Sets {@link Timeouts#inDoubt()}. */
        public Builder inDoubt(Duration value) {
            inDoubt = Objects.requireNonNull(value, "inDoubt");
            return this;
        }

        /** Sets {@link Timeouts#settleAnswer()}. */
        public Builder settleAnswer(Duration value) {
            settleAnswer = Objects.requireNonNull(value, "settleAnswer");
            return this;
        }

        /** Sets {@link Timeouts#commit()}. */
        public Builder commit(Duration value) {
            commit = Objects.requireNonNull(value, "commit");
            return this;
        }

        /** Sets {@link Timeouts#read()}. */
        public Builder read(Duration value) {
            read = Objects.requireNonNull(value, "read");
            return this;
        }

        /** Sets {@link Timeouts#hedge()}. */
        public Builder hedge(Duration value) {
            hedge = Objects.requireNonNull(value, "hedge");
            return this;
        }

        /** Sets {@link Timeouts#roundTrip()}. */
        public Builder roundTrip(Duration value) {
            roundTrip = Objects.requireNonNull(value, "roundTrip");
            return this;
        }

        /** Sets {@link Timeouts#resend()}. */
        public Builder resend(Duration value) {
            resend = Objects.requireNonNull(value, "resend");
            return this;
        }

        /** Sets {@link Timeouts#decidedFlush()}. */
        public Builder decidedFlush(Duration value) {
            decidedFlush = Objects.requireNonNull(value, "decidedFlush");
            return this;
        }

        /** Sets {@link Timeouts#gossip()}. */
        public Builder gossip(Duration value) {
            gossip = Objects.requireNonNull(value, "gossip");
            return this;
        }

        /** Sets {@link Timeouts#heartbeat()}. */
        public Builder heartbeat(Duration value) {
            heartbeat = Objects.requireNonNull(value, "heartbeat");
            return this;
        }

        /** Sets {@link Timeouts#journal()}. */
        public Builder journal(Duration value) {
            journal = Objects.requireNonNull(value, "journal");
            return this;
        }

        /** Sets {@link Timeouts#silence()}. */
        public Builder silence(Duration value) {
            silence = Objects.requireNonNull(value, "silence");
            return this;
        }

        /** Sets {@link Timeouts#open()}. */
        public Builder open(Duration value) {
            open = Objects.requireNonNull(value, "open");
            return this;
        }

        /** Sets {@link Timeouts#close()}. */
        public Builder close(Duration value) {
            close = Objects.requireNonNull(value, "close");
            return this;
        }

        /** Sets {@link Timeouts#segmentReturn()}. */
        public Builder segmentReturn(Duration value) {
            segmentReturn = Objects.requireNonNull(value, "segmentReturn");
            return this;
        }

        /** Sets {@link Timeouts#segmentReturnLongest()}. */
        public Builder segmentReturnLongest(Duration value) {
            segmentReturnLongest = Objects.requireNonNull(value, "segmentReturnLongest");
            return this;
        }

        /** Sets {@link Timeouts#backtrack()}. */
        public Builder backtrack(Duration value) {
            backtrack = Objects.requireNonNull(value, "backtrack");
            return this;
        }
    }
}
