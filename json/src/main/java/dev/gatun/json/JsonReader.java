package dev.gatun.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON strictly (RFC 8259): maps in their order, lists, strings, doubles, booleans, null. What is no JSON is
 * refused with line and column; so is a name that comes twice, as nobody knows which of the two is meant. One use, one
 * thread.
 */
public final class JsonReader {
    private static final int DEPTH_MAX = 64;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** Fails with an {@link JsonException} that says where and why. */
    public static @Nullable Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        if (reader.next() >= 0) {
            throw reader.failure("something follows after the end");
        }
        return value;
    }

    private @Nullable Object value() {
        int c = next();
        if (++depth > DEPTH_MAX) {
            throw failure("more than " + DEPTH_MAX + " levels deep");
        }
        Object value =
                switch (c) {
                    case '{' -> object();
                    case '[' -> list();
                    case '"' -> string();
                    case 't' -> word("true", true);
                    case 'f' -> word("false", false);
                    case 'n' -> word("null", null);
                    default -> number();
                };
        depth--;
        return value;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        take('{');
        boolean more = next() != '}';
        while (more) {
            if (next() != '"') {
                throw failure("a name in quotes expected");
            }
            String name = string();
            if (object.containsKey(name)) {
                throw failure("a second \"" + name + "\"");
            }
            next();
            take(':');
            object.put(name, value());
            more = next() == ',';
            if (more) {
                take(',');
            }
        }
        take('}');
        return object;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = new ArrayList<>();
        take('[');
        boolean more = next() != ']';
        while (more) {
            list.add(value());
            more = next() == ',';
            if (more) {
                take(',');
            }
        }
        take(']');
        return list;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        take('"');
        while (current() != '"') {
            int c = current();
            if (c < ' ') {
                throw failure(c < 0 ? "it ends within a string" : "a raw control character in a string");
            }
            at++;
            string.append(c == '\\' ? escaped() : (char) c);
        }
        take('"');
        return string.toString();
    }

    private char escaped() {
        int c = current();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw failure("an escape that JSON does not know");
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = current() < 0 ? -1 : Character.digit(current(), 16);
            if (digit < 0) {
                throw failure("four hexadecimal digits expected");
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private Double number() {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw failure(current() < 0 ? "it ends too early" : "a value expected");
        }
        double value = Double.parseDouble(matcher.group());
        if (Double.isInfinite(value)) {
            throw failure("a number too large for a double");
        }
        at = matcher.end();
        return value;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw failure("a value expected");
        }
        at += word.length();
        return value;
    }

    private void take(char expected) {
        if (current() != expected) {
            throw failure(current() < 0 ? "it ends too early" : "'" + expected + "' expected");
        }
        at++;
    }

    private int current() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    /** The first character that is no white space; it is not taken. */
    private int next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return current();
    }

    private JsonException failure(String what) {
        String before = text.substring(0, Math.min(at, text.length()));
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        return new JsonException(
                what + ", in line " + line + ", column " + (before.length() - before.lastIndexOf('\n')));
    }
}
