package dev.sextant.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.ConfigurationException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit and every timeout, walked by reflection: what is set is got, what is impossible is refused by its name. */
class BuildersTest {
    static Stream<Method> limits() {
        return setters(Limits.Builder.class);
    }

    static Stream<Method> timeouts() {
        return setters(Timeouts.Builder.class);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void keepsALimitThroughACopyAndLeavesTheOthers(Method setter) throws Exception {
        long other = number(Limits.DEFAULT, setter.getName()) - 1;
        Limits.Builder builder = Limits.builder();
        setter.invoke(builder, boxed(setter, other));
        Limits copy = builder.build().toBuilder().build();
        for (Method each : limits().toList()) {
            long expected = each.equals(setter) ? other : number(Limits.DEFAULT, each.getName());
            assertEquals(expected, number(copy, each.getName()), each.getName());
        }
    }

    @ParameterizedTest
    @MethodSource("limits")
    void refusesANegativeLimit(Method setter) throws Exception {
        Limits.Builder builder = Limits.builder();
        setter.invoke(builder, boxed(setter, -1));
        ConfigurationException thrown = assertThrows(ConfigurationException.class, builder::build);
        assertEquals("limits." + setter.getName(), thrown.setting());
    }

    @ParameterizedTest
    @MethodSource("timeouts")
    void keepsATimeoutThroughACopyAndLeavesTheOthers(Method setter) throws Exception {
        Duration other = duration(Timeouts.DEFAULT, setter.getName()).plusNanos(1);
        Timeouts.Builder builder = Timeouts.builder();
        setter.invoke(builder, other);
        Timeouts copy = builder.build().toBuilder().build();
        for (Method each : timeouts().toList()) {
            Duration expected = each.equals(setter) ? other : duration(Timeouts.DEFAULT, each.getName());
            assertEquals(expected, duration(copy, each.getName()), each.getName());
        }
    }

    @ParameterizedTest
    @MethodSource("timeouts")
    void refusesATimeoutThatIsNoTimeOrForEver(Method setter) throws Exception {
        for (Duration impossible : new Duration[] {
            Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(1).plusNanos(1)
        }) {
            Timeouts.Builder builder = Timeouts.builder();
            setter.invoke(builder, impossible);
            ConfigurationException thrown = assertThrows(ConfigurationException.class, builder::build);
            assertEquals("timeouts." + setter.getName(), thrown.setting());
        }
    }

    @ParameterizedTest
    @MethodSource("timeouts")
    void refusesANullTimeout(Method setter) {
        InvocationTargetException thrown =
                assertThrows(InvocationTargetException.class, () -> setter.invoke(Timeouts.builder(), (Object) null));
        assertInstanceOf(NullPointerException.class, thrown.getCause());
    }

    @Test
    void refusesTimeoutsThatContradictEachOther() {
        refused(
                "timeouts.inDoubt",
                () -> Timeouts.builder()
                        .vote(Duration.ofSeconds(1))
                        .inDoubt(Duration.ofSeconds(1))
                        .build());
        refused(
                "timeouts.silence",
                () -> Timeouts.builder().heartbeat(Duration.ofSeconds(3)).build());
    }

    @Test
    void refusesLimitsThatHaveNoRoomForOneRow() {
        refused(
                "limits.transactionBytes",
                () -> Limits.builder().transactionBytes(1 << 20).build());
        refused("limits.scanBytes", () -> Limits.builder().scanBytes(1 << 20).build());
        refused("limits.keyBytes", () -> Limits.builder().keyBytes(1025).build());
        refused(
                "limits.undecidedProposals",
                () -> Limits.builder().undecidedProposals(65).build());
    }

    private static void refused(String setting, Executable call) {
        assertEquals(setting, assertThrows(ConfigurationException.class, call).setting());
    }

    private static Stream<Method> setters(Class<?> builder) {
        return Arrays.stream(builder.getMethods())
                .filter(method -> method.getReturnType() == builder && method.getParameterCount() == 1)
                .sorted(Comparator.comparing(Method::getName));
    }

    private static Object boxed(Method setter, long value) {
        return setter.getParameterTypes()[0] == int.class ? Integer.valueOf((int) value) : (Object) value;
    }

    private static long number(Limits limits, String name) throws ReflectiveOperationException {
        return ((Number) Limits.class.getMethod(name).invoke(limits)).longValue();
    }

    private static Duration duration(Timeouts timeouts, String name) throws ReflectiveOperationException {
        return (Duration) Timeouts.class.getMethod(name).invoke(timeouts);
    }
}
