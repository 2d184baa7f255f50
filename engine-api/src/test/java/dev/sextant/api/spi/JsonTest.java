package dev.sextant.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void valuesAreWrittenOnOneLineAndInOrder() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", Arrays.asList(1, true, null, Long.MIN_VALUE));
        map.put("a", Map.of());
        map.put("c", List.of());
        assertEquals("{\"b\":[1,true,null,-9223372036854775808],\"a\":{},\"c\":[]}", Json.of(map));
    }

    @Test
    void textIsEscaped() {
        assertEquals("\"a\\\"b\\\\c\\u000a\"", Json.of("a\"b\\c\n"));
        assertEquals("\"\\ud800\"", Json.of("\ud800"), "half a character would not survive UTF-8");
    }

    @Test
    void whatJsonCannotSayIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.of(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.of(Double.NEGATIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Json.of('c'));
    }

    @Test
    void fractionsAreWritten() {
        assertEquals("[1.5,-0.25,1.0E-4]", Json.of(List.of(1.5, -0.25, 0.0001)));
    }

    @Property
    void anyTextComesBack(@ForAll String text, @ForAll String name) {
        assertEquals(Map.of(name, text), JsonReader.read(Json.of(Map.of(name, text))));
    }

    @Property
    void anyNumberComesBack(@ForAll long number) {
        assertEquals(number, JsonReader.read(Json.of(number)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "[1] 2",
                "01",
                "+1",
                "nul",
                "\"a",
                "\"\n\"",
                "\"\\x\"",
                "{\"a\":1,\"a\":2}",
                "[1 2]",
                "NaN",
                "\"\\u00g0\""
            })
    void theReaderOfTheseTestsRefusesWhatIsNoJson(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
    }

    @Test
    void theReaderOfTheseTestsTakesWhatIsJson() {
        assertTrue(JsonReader.read(" { \"a\" : [ 1.5e3 , \"\\u0041\\n\" ] } ") instanceof Map);
    }
}
