package dev.gatun.cli;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as JSON: components become fields, enums lower-case words, absent values null. Enough for what the
 * commands print, and no dependency.
 */
final class JsonWriter {
    private final StringBuilder text = new StringBuilder();

    static String write(@Nullable Object value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value);
        return writer.text.toString();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            case Enum<?> word -> string(word.name().toLowerCase(Locale.ROOT));
            case Collection<?> items -> list(items);
            case Record record -> object(record);
            default -> string(value.toString());
        }
    }

    private void list(Collection<?> items) {
        text.append('[');
        String separator = "";
        for (Object item : items) {
            text.append(separator);
            value(item);
            separator = ",";
        }
        text.append(']');
    }

    private void object(Record record) {
        text.append('{');
        String separator = "";
        for (var component : record.getClass().getRecordComponents()) {
            text.append(separator);
            string(component.getName());
            text.append(':');
            try {
                value(component.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("component " + component + " can't be read", e);
            }
            separator = ",";
        }
        text.append('}');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> text.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        text.append('"');
    }
}
