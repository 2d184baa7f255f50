package dev.sextant.bench.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds that the sources are tidy, and shows that each rule can fail. */
class TidyTest {
    private static final String MAIN = "engine-conflict/src/main/java/dev/sextant/conflict/fate/";
    private static final String TEST = "engine-conflict/src/test/java/dev/sextant/conflict/fate/";
    private static final String PACKAGE = "package dev.sextant.conflict.fate;\n";
    private static final SourceFile PACKAGE_INFO = new SourceFile(
            MAIN + "package-info.java",
            "/** What it is. */\n@NullMarked\n" + PACKAGE + "import org.jspecify.annotations.NullMarked;\n");

    @Test
    void allSourcesAreTidy() {
        List<SourceFile> files = Project.sourceFiles();
        assertTrue(files.size() > 50, "found only " + files.size() + " files: looked in the wrong place");
        assertEquals("", String.join("\n", Tidy.findings(files)));
    }

    @Test
    void allowsWhatIsTidy() {
        assertEquals(
                List.of(), main("/** TO DOs are fine. */\nclass Good { String s = \"Thread.sleep(1) @Disabled\"; }\n"));
        assertEquals(List.of(), test("class GoodTest { void m() { Thread.yield(); } }\n"));
        assertEquals(List.of(), main(method(SyntaxRules.LINES_A_METHOD)));
        assertEquals(List.of(), main(lines(Tidy.LINES_A_FILE)));
    }

    @Test
    void refusesALongMethod() {
        refused("m has 71 lines", main(method(SyntaxRules.LINES_A_METHOD + 1)));
        refused("m has 71 lines", test(method(SyntaxRules.LINES_A_METHOD + 1)));
    }

    @Test
    void refusesALongInitializer() {
        refused("an initializer has 71 lines", main(method(71).replace("void m()", "static")));
    }

    @Test
    void refusesALongFile() {
        refused("801 lines", main(lines(Tidy.LINES_A_FILE + 1)));
    }

    @Test
    void refusesCarelessText() {
        refused(":3: a tab", main("/** It. */\nclass A {\t}\n"));
        refused(":3: white space at the end", main("/** It. */\nclass A {} \n"));
        refused(":3: white space at the end", main("/** It. */\nclass A {}\r\n"));
        refused("no newline at the end", main("/** It. */\nclass A {}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TO-DO", "FIX-ME", "XX-X"})
    void refusesMarksOfUnfinishedWork(String mark) {
        refused("marked as unfinished", main("/** It. */\nclass A {} // " + mark.replace("-", "") + ": later\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thread.sleep(1);",
                "java.lang.Thread.sleep(1);",
                "sleep(1);",
                "TimeUnit.SECONDS.sleep(1);",
                "LockSupport.parkNanos(1);",
                "Sleeper s = Thread::sleep;"
            })
    void refusesATestThatSleeps(String statement) {
        String text = "/** It. */\nclass A { void m() throws Exception { " + statement + " } }\n";
        refused("a test that sleeps", test(text));
        assertEquals(List.of(), main(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"@Disabled", "@Disabled(\"flaky\")", "@org.junit.jupiter.api.Disabled", "@DisabledOnOs(LINUX)"})
    void refusesATestThatIsSwitchedOff(String annotation) {
        refused("switched off", test("class A { " + annotation + " void m() {} }\n"));
    }

    @Test
    void refusesASwallowedException() {
        refused(
                "swallows an exception",
                main("/** It. */\nclass A { void m() { try { n(); } catch (E e) { /* no */ } } }\n"));
    }

    @Test
    void refusesAnAssertThatIsOffByDefault() {
        refused("an assert is off", main("/** It. */\nclass A { void m() { assert true; } }\n"));
    }

    @Test
    void refusesAStarImport() {
        refused("imports everything", main("import java.util.*;\n/** It. */\nclass A {}\n"));
        refused("imports everything", main("import static java.util.List.*;\n/** It. */\nclass A {}\n"));
    }

    @Test
    void refusesAMonitorInPureCode() {
        refused(
                "synchronized in a pure package",
                main("/** It. */\nclass A { void m() { synchronized (this) { } } }\n"));
    }

    @Test
    void refusesAClassWithoutAHeader() {
        refused("A has no header comment", main("class A {}\n"));
        refused("A has no header comment", main("/* It. */\nrecord A() {}\n"));
    }

    @Test
    void refusesAnUndescribedPackage() {
        SourceFile lonely = new SourceFile(MAIN + "A.java", PACKAGE + "/** It. */\nclass A {}\n");
        refused("no package-info.java", Tidy.findings(List.of(lonely)));
        refused(
                "the package has no header comment",
                packageInfo(PACKAGE_INFO.text().replace("/**", "/*")));
        refused("not @NullMarked", packageInfo(PACKAGE_INFO.text().replace("@NullMarked\n", "")));
        assertEquals(List.of(), packageInfo(PACKAGE_INFO.text()));
    }

    @Test
    void refusesOtherLanguages() {
        refused("Java files", Tidy.findings(List.of(new SourceFile(MAIN + "A.kt", "class A\n"))));
        refused(
                "Java files",
                Tidy.findings(List.of(new SourceFile(MAIN.replace("/java/", "/kotlin/") + "A.java", "\n"))));
    }

    @Test
    void refusesWhatIsNotJava() {
        refused("not readable as Java", main("/** It. */\nclass A { void m( }\n"));
    }

    private static void refused(String expected, List<String> findings) {
        assertTrue(
                findings.stream().anyMatch(each -> each.contains(expected)),
                () -> "wanted a finding of <" + expected + "> in " + findings);
    }

    private static List<String> main(String text) {
        return Tidy.findings(List.of(PACKAGE_INFO, new SourceFile(MAIN + "A.java", PACKAGE + text)));
    }

    private static List<String> test(String text) {
        return Tidy.findings(List.of(PACKAGE_INFO, new SourceFile(TEST + "A.java", PACKAGE + text)));
    }

    private static List<String> packageInfo(String text) {
        return Tidy.findings(List.of(new SourceFile(PACKAGE_INFO.path(), text)));
    }

    /** A class with a method of so many lines. */
    private static String method(int lines) {
        return "/** It. */\nclass A {\nvoid m() {\n" + "n();\n".repeat(lines - 2) + "}\n}\n";
    }

    /** A class in a file of so many lines, its package statement included. */
    private static String lines(int lines) {
        List<String> text = new ArrayList<>(List.of("/** It. */", "class A {"));
        while (text.size() < lines - 2) {
            text.add("int i" + text.size() + ";");
        }
        text.add("}");
        return String.join("\n", text) + "\n";
    }
}
