package dev.gatun.examples.jsonrpc;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what {@link JsonReader} reads. Without state. */
final class JsonWriter {
    private JsonWriter() {}

    static String write(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case null -> text.append("null");
            case String string -> write(string, text);
            case BigDecimal number -> text.append(number);
            case Integer number -> text.append(number);
            case Boolean is -> text.append(is);
            case List<?> elements -> {
                String before = "[";
                for (Object element : elements) {
                    text.append(before);
                    write(element, text);
                    before = ", ";
                }
                text.append(elements.isEmpty() ? "[]" : "]");
            }
            case Map<?, ?> members -> {
                String before = "{";
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    text.append(before);
                    write(String.valueOf(member.getKey()), text);
                    text.append(": ");
                    write(member.getValue(), text);
                    before = ", ";
                }
                text.append(members.isEmpty() ? "{}" : "}");
            }
            default -> throw new IllegalArgumentException(value.getClass() + " has no form in JSON");
        }
    }

    private static void write(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char letter = string.charAt(i);
            switch (letter) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (letter < ' ') {
                        text.append("\\u00").append(Character.forDigit(letter >> 4, 16));
                        text.append(Character.forDigit(letter & 15, 16));
                    } else {
                        text.append(letter);
                    }
                }
            }
        }
        text.append('"');
    }
}
