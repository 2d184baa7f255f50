package dev.sextant.bench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds that docs/architecture.md shows the import table that the build holds. */
class ArchitecturePageTest {
    private static final Pattern TABLE = Pattern.compile("TABLE = \"\"\"\n(.*?)\"\"\"", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static Map<String, Set<String>> heldByTheBuild() {
        Matcher table =
                TABLE.matcher(Pages.read("engine-bench/src/test/java/dev/sextant/bench/architecture/ImportTable.java"));
        assertTrue(table.find(), "the import table is where it was");
        Map<String, Set<String>> rows = new TreeMap<>();
        table.group(1).lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] columns = line.split("\\|", -1);
            rows.put(
                    columns[0].strip(),
                    Stream.of((columns[1] + " " + columns[2]).strip().split("\\s+", -1))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.toCollection(TreeSet::new)));
        });
        return rows;
    }

    private static Map<String, Set<String>> shownOnThePage() {
        Map<String, Set<String>> rows = new TreeMap<>();
        for (List<String> row : Pages.tableRows(Pages.read("docs/architecture.md"), "## Packages and imports")) {
            Matcher name = CODE.matcher(row.get(1));
            if (name.matches()) {
                rows.put(
                        name.group(1),
                        CODE.matcher(row.get(3))
                                .results()
                                .map(found -> found.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return rows;
    }

    @Test
    void showsTheImportTable() {
        Map<String, Set<String>> held = heldByTheBuild();
        assertTrue(held.size() > 10, () -> "read only " + held);
        Map<String, Set<String>> shown = shownOnThePage();
        assertEquals(held.keySet(), shown.keySet(), "the packages in the table of docs/architecture.md");
        held.forEach((name, imports) ->
                assertEquals(imports, shown.get(name), () -> "the row of " + name + " in docs/architecture.md"));
    }
}
