package dev.gatun.benchmarks.report;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes records, maps, lists and numbers as JSON: components become fields, enums lower-case words. What is null is
 * left out: a figure that nobody measured is not there. Numbers have five significant digits.
 */
public final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    public static String write(Object value) {
        Json json = new Json();
        json.value(value);
        return json.text.toString();
    }

    private void value(Object value) {
        switch (value) {
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

    static String rounded(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException(number + " is no figure");
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return String.valueOf((long) number);
        }
        return new java.math.BigDecimal(number)
                .round(new java.math.MathContext(5))
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
            if (value != null) {
                text.append(separator);
                field(component.getName(), value);
                separator = ",";
            }
        }
        text.append('}');
    }

    private static @Nullable Object read(Record each, java.lang.reflect.RecordComponent component) {
        try {
            return component.getAccessor().invoke(each);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("component " + component + " can't be read", e);
        }
    }

    private void field(String name, Object value) {
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
                default -> text.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        text.append('"');
    }
}
