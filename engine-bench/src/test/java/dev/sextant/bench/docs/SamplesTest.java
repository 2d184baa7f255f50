package dev.sextant.bench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds that every Java sample of the documentation is one that the compiler has seen, and runs it. */
class SamplesTest {
    private static final String SOURCE = "engine-bench/src/test/java/dev/sextant/bench/docs/Samples.java";

    @Test
    void pagesShowWhatIsCompiled() {
        Map<String, String> regions = Pages.regions(Pages.read(SOURCE));
        Set<String> shown = new TreeSet<>();
        for (Path page : Pages.all()) {
            for (Pages.Sample sample : Pages.samples(Pages.read(page))) {
                assertTrue(
                        regions.containsKey(sample.tag()),
                        () -> page + " has a sample that is no region of " + SOURCE + ":\n" + sample.text());
                assertEquals(
                        regions.get(sample.tag()), sample.text(), () -> "the sample " + sample.tag() + " in " + page);
                shown.add(sample.tag());
            }
        }
        assertEquals(regions.keySet(), shown, "every region is shown somewhere");
    }

    @Test
    void findsSamplesWithAndWithoutTag() {
        String page = "<!-- sample: one -->\n```java\na();\n```\ntext\n```java\nb();\n```\n```\nnot Java\n```\n";
        assertEquals(List.of(new Pages.Sample("one", "a();\n"), new Pages.Sample("", "b();\n")), Pages.samples(page));
    }

    @Test
    void regionsLoseTheirCommonIndentation() {
        String source = "    // tag::one[]\n    if (a) {\n        b();\n    }\n    // end::one[]\n";
        assertEquals(Map.of("one", "if (a) {\n    b();\n}\n"), Pages.regions(source));
    }
}
