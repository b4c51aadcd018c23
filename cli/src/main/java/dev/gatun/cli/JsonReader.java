package dev.gatun.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON strictly: maps, lists, strings, doubles, booleans, null. */
final class JsonReader {
    private static final int DEPTH_MAX = 64;

    private final String text;
    private int at;
    private int depth;

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
        require(++depth <= DEPTH_MAX, "nothing deeper");
        Object value = any(next());
        depth--;
        return value;
    }

    /** What comes after blanks. */
    private char next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        require(at < text.length(), "more");
        return text.charAt(at);
    }

    private @Nullable Object any(char first) {
        return switch (first) {
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
        while (next() != '}') {
            String name = string();
            take(':');
            require(!object.containsKey(name), "one " + name);
            object.put(name, value());
            if (next() != '}') {
                take(',');
            }
        }
        take('}');
        return object;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = new ArrayList<>();
        take('[');
        while (next() != ']') {
            list.add(value());
            if (next() != ']') {
                take(',');
            }
        }
        take(']');
        return list;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        take('"');
        while (character() != '"') {
            char c = text.charAt(at++);
            require(c >= ' ', "no raw control character");
            string.append(c == '\\' ? escape() : c);
        }
        take('"');
        return string.toString();
    }

    private char character() {
        require(at < text.length(), "the end of a text");
        return text.charAt(at);
    }

    private char escape() {
        char c = character();
        at++;
        return switch (c) {
            case '"', '\\' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> {
                require(at + 4 <= text.length(), "four digits");
                yield (char) Integer.parseInt(text, at, at += 4, 16);
            }
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
        require(next() == expected, "'" + expected + "'");
        at++;
    }

    private void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(expected + " expected at character " + at);
        }
    }
}
