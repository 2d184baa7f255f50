package dev.sextant.bench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds that links within the documentation lead to files and headings that exist. */
class LinksTest {
    @Test
    void linksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path page : Pages.all()) {
            for (String link : Pages.links(Pages.read(page))) {
                if (!link.startsWith("https://") && !leadsSomewhere(page, link)) {
                    broken.add(Pages.root().relativize(page) + " -> " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    private static boolean leadsSomewhere(Path page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file);
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0 || Pages.anchors(Pages.read(target)).contains(link.substring(hash + 1));
    }

    @Test
    void readsLinksAndAnchors() {
        String page = "# One, two!\n[a](b.md#c)\n```\n# no\n[x](y)\n```\n## I1 `x`\n";
        assertEquals(List.of("b.md#c"), Pages.links(page));
        assertEquals(List.of("one-two", "i1-x"), Pages.anchors(page));
    }
}
