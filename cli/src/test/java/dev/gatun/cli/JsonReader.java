package dev.gatun.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON strictly, so that a test sees what any reader would: maps, lists, strings, doubles, booleans, null. */
final class JsonReader {
    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    static @Nullable Object read(String text) {
        JsonReader reader = new JsonReader(text.strip());
        Object value = reader.value();
        reader.require(reader.at == reader.text.length(), "nothing after the value");
        return value;
    }

    private @Nullable Object value() {
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        take('{');
        while (text.charAt(at) != '}') {
            String name = string();
            take(':');
            require(!object.containsKey(name), "one " + name);
            object.put(name, value());
            if (text.charAt(at) != '}') {
                take(',');
            }
        }
        take('}');
        return object;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = new ArrayList<>();
        take('[');
        while (text.charAt(at) != ']') {
            list.add(value());
            if (text.charAt(at) != ']') {
                take(',');
            }
        }
        take(']');
        return list;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        take('"');
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            require(c >= ' ', "no raw control character");
            string.append(c == '\\' ? escape() : c);
        }
        take('"');
        return string.toString();
    }

    private char escape() {
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'u' -> (char) Integer.parseInt(text.substring(at, at += 4), 16);
            default -> throw new IllegalArgumentException("escape \\" + c);
        };
    }

    private Double number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Double.valueOf(text.substring(from, at));
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        require(text.startsWith(word, at), word);
        at += word.length();
        return value;
    }

    private void take(char expected) {
        require(text.charAt(at) == expected, "'" + expected + "'");
        at++;
    }

    private void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(expected + " expected at " + at + " of " + text);
        }
    }
}
