package dev.gatun.bindings;

import dev.gatun.bindings.linux.Linux;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;

/** Linux' names for its error numbers, for messages; never on the hot path. */
public final class ErrorNumbers {
    private static final Map<Integer, String> NAMES = names();

    private ErrorNumbers() {}

    /** "EPERM" for 1 and for -1; the number itself where the kernel has no name for it. */
    public static String name(long errno) {
        int number = Math.toIntExact(Math.abs(errno));
        return NAMES.getOrDefault(number, "errno " + number);
    }

    /**
     * Read from the generated constants, so that the two can't drift. Of two names for a number the usual one stays.
     */
    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        for (Method method : Linux.class.getMethods()) {
            if (method.getName().matches("E[A-Z0-9]+") && method.getParameterCount() == 0) {
                try {
                    names.merge((int) method.invoke(null), method.getName(), ErrorNumbers::usual);
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(method.toString(), e);
                }
            }
        }
        return Map.copyOf(names);
    }

    private static String usual(String one, String other) {
        return switch (one) {
            case "EWOULDBLOCK", "EDEADLOCK", "ENOTSUP" -> other;
            default -> one;
        };
    }
}
