package dev.sextant.storage.page;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import java.util.Random;

/** Pages, rows and edits drawn from a seed. */
final class RandomPages {
    private final Random random;
    private long commits;

    RandomPages(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    byte[] bytes(int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Short keys over few letters, so that they meet often; some long. */
    byte[] key() {
        byte[] key = bytes(random.nextInt(20) == 0 ? 100 : 3);
        for (int i = 0; i < Math.min(3, key.length); i++) {
            key[i] = (byte) (key[i] % 5);
        }
        return key;
    }

    VersionId version() {
        commits += 1 + random.nextInt(1_000_000);
        return new VersionId(new Lsn(commits), 1 + random.nextInt(1_000_000));
    }

    OverflowRef overflow() {
        return OverflowRef.self(
                new PageId(random.nextLong() & Long.MAX_VALUE), 1 + random.nextInt(100), random.nextInt(1000));
    }

    NewRow leafRow() {
        return switch (random.nextInt(6)) {
            case 0 -> NewRow.tombstone(key());
            case 1 -> NewRow.large(key(), overflow());
            default -> NewRow.of(key(), bytes(60));
        };
    }

    /** A leaf or an inner page of at most so many rows, all LSNs known. */
    Page page(int maxRows) {
        boolean leaf = random.nextInt(3) > 0;
        Page page = leaf ? Page.EMPTY : inner();
        for (int i = random.nextInt(maxRows + 1); i > 0; i--) {
            NewRow row = leaf ? leafRow() : NewRow.child(key(), new PageId(random.nextLong()));
            page = PageChanges.put(page, row);
            page = random.nextInt(3) == 0 ? page.resolved(version()) : page;
        }
        return page.resolved(version());
    }

    private Page inner() {
        int level = 1 + random.nextInt(5);
        return PageChanges.inner(level, new PageId(random.nextLong()), new byte[] {3}, new PageId(random.nextLong()));
    }

    /** A working page made of the base by some steps of every kind. */
    Page edited(Page base, int maxSteps) {
        Page working = base;
        for (int i = random.nextInt(maxSteps + 1); i > 0; i--) {
            working = step(working);
        }
        return working;
    }

    private Page step(Page page) {
        int choice = random.nextInt(10);
        if (choice == 0 && page.count() > 1) {
            return PageChanges.slice(page, 0, 1 + random.nextInt(page.count()));
        }
        if (choice == 1 && page.count() > 1) {
            return PageChanges.remove(page, random.nextInt(page.count()));
        }
        if (choice == 2 && page.isLeaf()) {
            return PageChanges.purge(page, lsn -> lsn.value() % 2 == 0);
        }
        return PageChanges.put(page, page.isLeaf() ? leafRow() : NewRow.child(key(), new PageId(random.nextLong())));
    }
}
