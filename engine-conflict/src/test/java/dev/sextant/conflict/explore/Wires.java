package dev.sextant.conflict.explore;

import dev.sextant.api.spi.Check;
import java.util.HashMap;
import java.util.Map;

/** The requests and replies met so far, each with a bit: at most 64 requests, and at most 64 kinds of reply to each part. */
final class Wires {
    private static final int MAX_KINDS = Long.SIZE;

    private final Interned<Request, Request> requests = new Interned<>();
    private final Map<Integer, Interned<Reply, Reply>> replies = new HashMap<>();
    private long news;

    int request(Request request) {
        int bit = requests.id(request, () -> request);
        Check.state(bit < MAX_KINDS, "too many kinds of request for one word", request);
        if (request instanceof Request.News) {
            news |= 1L << bit;
        }
        return bit;
    }

    Request request(int bit) {
        return requests.get(bit);
    }

    /** The bits of the requests that owners and settlers hear, too. */
    long news() {
        return news;
    }

    int reply(int part, Reply reply) {
        int bit = replies.computeIfAbsent(part, unused -> new Interned<>()).id(reply, () -> reply);
        Check.state(bit < MAX_KINDS, "too many kinds of reply for one word", reply);
        return bit;
    }

    /** Of these replies to a part, the ones that it may count. */
    long countable(int part, long bits) {
        long countable = 0;
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            countable |= reply(part, bit).isCountable() ? 1L << bit : 0;
        }
        return countable;
    }

    Reply reply(int part, int bit) {
        return Check.present(replies.get(part), "a reply to a part").get(bit);
    }
}
