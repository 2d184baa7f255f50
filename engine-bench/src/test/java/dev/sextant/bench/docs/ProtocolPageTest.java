package dev.sextant.bench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.conflict.fate.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds that docs/protocol.md lists every verdict and every invariant that the code speaks of, and no others. */
class ProtocolPageTest {
    private static final String PAGE = Pages.read("docs/protocol.md");
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");
    /** Only in comments: in code such a name may be anything. */
    private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern CITATION = Pattern.compile("\\bI([1-9][0-9]?)\\b");

    private static Set<String> permitted(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names in the first column of the tables below a heading. */
    private static Set<String> named(String heading) {
        Set<String> names = new TreeSet<>();
        for (List<String> row : Pages.tableRows(PAGE, heading)) {
            Matcher name = CODE.matcher(row.get(1));
            if (name.matches()) {
                assertTrue(names.add(name.group(1)), () -> name.group(1) + " has two rows");
            }
        }
        return names;
    }

    @Test
    void listsEveryVerdict() {
        assertEquals(permitted(Verdict.class), named("### Verdicts"));
    }

    private static Set<Integer> invariantsOnThePage() {
        Set<Integer> numbers = new TreeSet<>();
        for (List<String> row : Pages.tableRows(PAGE, "## Invariants")) {
            Matcher number = Pattern.compile("\\*\\*I(\\d+)\\*\\*").matcher(row.get(1));
            if (number.matches()) {
                assertTrue(numbers.add(Integer.parseInt(number.group(1))), () -> row.get(1) + " is there twice");
            }
        }
        return numbers;
    }

    static Set<Integer> cited(String source) {
        Set<Integer> numbers = new TreeSet<>();
        Matcher comment = COMMENT.matcher(source);
        while (comment.find()) {
            CITATION.matcher(comment.group()).results().forEach(found -> numbers.add(Integer.parseInt(found.group(1))));
        }
        return numbers;
    }

    @Test
    void codeAndPageNumberTheSameInvariants() {
        TreeMap<Integer, Set<String>> citedIn = new TreeMap<>();
        for (Path source : Pages.sources()) {
            for (int number : cited(Pages.read(source))) {
                citedIn.computeIfAbsent(number, unused -> new TreeSet<>())
                        .add(source.getFileName().toString());
            }
        }
        Set<Integer> onThePage = invariantsOnThePage();
        assertEquals(onThePage, citedIn.keySet(), () -> "cited in the code: " + citedIn);
        assertEquals(
                IntStream.rangeClosed(1, onThePage.size()).boxed().collect(Collectors.toSet()), onThePage, "no gaps");
    }

    @Test
    void pagesCiteInvariantsThatExist() {
        Set<Integer> known = invariantsOnThePage();
        for (Path page : Pages.all()) {
            CITATION.matcher(Pages.read(page)).results().forEach(found -> {
                assertTrue(known.contains(Integer.parseInt(found.group(1))), () -> page + " cites " + found.group());
            });
        }
    }

    @Test
    void citationsAreFoundInCommentsOnly() {
        assertEquals(
                Set.of(1, 2, 10),
                cited("/** Invariant I1, I2: it. */\nint I3 = I32; // I10\nString s = \"I4\"; /* I */"));
    }
}
