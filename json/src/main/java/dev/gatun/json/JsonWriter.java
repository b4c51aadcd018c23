package dev.gatun.json;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes records, maps, lists and numbers as JSON: components become fields, enums lower-case words. Fractions have
 * five significant digits: they are measured. Records that are not public are read too, where their module opens their
 * package to this one. One use, one thread.
 */
public final class JsonWriter {
    /** What becomes of a record's component that is null. */
    public enum Absent {
        /** Each record has all of its fields: readers may count on them. */
        WRITTEN,
        /** What nobody measured is not there. */
        LEFT_OUT
    }

    private static final int DIGITS = 5;

    /** Up to here a double holds every integer. */
    private static final double INTEGERS_MAX = 1e15;

    private final StringBuilder text = new StringBuilder();
    private final Absent absent;

    private JsonWriter(Absent absent) {
        this.absent = absent;
    }

    public static String write(@Nullable Object value, Absent absent) {
        JsonWriter writer = new JsonWriter(absent);
        writer.value(value);
        return writer.text.toString();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case Double number -> text.append(rounded(number));
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            case Enum<?> word -> string(word.name().toLowerCase(Locale.ROOT));
            case Collection<?> items -> list(items);
            case Map<?, ?> map -> map(map);
            case Record each -> object(each);
            default -> string(value.toString());
        }
    }

    /** As it is written: anybody who shows a figure shows the same. Throws where it is none. */
    public static String rounded(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException(number + " is no figure");
        }
        if (number == Math.rint(number) && Math.abs(number) < INTEGERS_MAX) {
            return String.valueOf((long) number);
        }
        return new BigDecimal(number)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
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

    private void map(Map<?, ?> map) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> each : map.entrySet()) {
            text.append(separator);
            field(String.valueOf(each.getKey()), each.getValue());
            separator = ",";
        }
        text.append('}');
    }

    private void object(Record each) {
        text.append('{');
        String separator = "";
        for (var component : each.getClass().getRecordComponents()) {
            Object value = read(each, component);
            if (value != null || absent == Absent.WRITTEN) {
                text.append(separator);
                field(component.getName(), value);
                separator = ",";
            }
        }
        text.append('}');
    }

    private static @Nullable Object read(Record each, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true); // what is written need not be public
            return component.getAccessor().invoke(each);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("component " + component + " can't be read", e);
        }
    }

    private void field(String name, @Nullable Object value) {
        string(name);
        text.append(':');
        value(value);
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
