package dev.sextant.replication.runtime.tcp;

import dev.sextant.replication.runtime.Waiting;
import java.util.ArrayList;
import java.util.List;

/** A receiver that keeps all that it is told, in order. Thread safe. */
class Recorder implements Receiver {
    private final List<String> told = new ArrayList<>();

    private synchronized void add(String line) {
        told.add(line);
    }

    @Override
    public void connected(String peer) {
        add("+" + peer);
    }

    @Override
    public void received(String peer, byte[] frame) {
        add(peer + ":" + Names.text(frame));
    }

    @Override
    public void gone(String peer) {
        add("-" + peer);
    }

    /** All of it: {@code +peer} for connected, {@code -peer} for gone, {@code peer:text} for received. */
    synchronized List<String> told() {
        return List.copyOf(told);
    }

    /** The texts of the frames of one peer. */
    List<String> frames(String peer) {
        return told().stream()
                .filter(each -> each.startsWith(peer + ":"))
                .map(each -> each.substring(peer.length() + 1))
                .toList();
    }

    long count(String line) {
        return told().stream().filter(line::equals).count();
    }

    void await(String line) {
        Waiting.until(() -> "<" + line + "> is among " + told(), () -> told().contains(line));
    }
}
