package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Something that is refused, with a message that names what it should. */
final class Refusal {
    private Refusal() {}

    static <E extends Exception> E expect(Class<E> type, Executable refused, String... named) {
        E thrown = assertThrows(type, refused);
        String message = String.valueOf(thrown.getMessage());
        for (String each : named) {
            assertTrue(message.contains(each), () -> "\"" + message + "\" does not name " + each);
        }
        return thrown;
    }

    static void argument(String named, Executable refused) {
        expect(IllegalArgumentException.class, refused, named);
    }

    static void state(String named, Executable refused) {
        expect(IllegalStateException.class, refused, named);
    }
}
