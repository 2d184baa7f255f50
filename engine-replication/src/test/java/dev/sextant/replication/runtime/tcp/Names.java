package dev.sextant.replication.runtime.tcp;

import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

/** Hellos that are a name and nothing else; whether a name is let in is for the test to say. */
final class Names implements Handshakes {
    private final String name;
    private final BiFunction<String, PeerCertificate, Verdict> judge;

    private Names(String name, BiFunction<String, PeerCertificate, Verdict> judge) {
        this.name = name;
        this.judge = judge;
    }

    /** Lets everybody in. */
    static Names open(String name) {
        return judging(name, (other, certificate) -> new Verdict.Accepted(other));
    }

    static Names judging(String name, BiFunction<String, PeerCertificate, Verdict> judge) {
        return new Names(name, judge);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] hello() {
        return bytes(name);
    }

    @Override
    public Verdict check(byte[] hello, PeerCertificate certificate) {
        return judge.apply(text(hello), certificate);
    }
}
