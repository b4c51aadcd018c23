package dev.gatun.examples.jsonrpc;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text, strictly by RFC 8259: UTF-8, nothing behind it, each name once, no half of a surrogate pair.
 * What it answers is made of {@code Map}, {@code List}, {@code String}, {@code BigDecimal}, {@code Boolean} and null.
 * One use each.
 */
final class JsonReader {
    static final int DEPTH_MAX = 64;

    /** More digits than any number has that is meant; a decimal's arithmetic would take longer and longer. */
    private static final int NUMBER_CHARACTERS_MAX = 100;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    static @Nullable Object read(byte[] utf8) throws JsonException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new JsonException("no UTF-8", 0);
        }
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.blanks();
        if (reader.at < text.length()) {
            throw reader.wrong("something behind the value");
        }
        return value;
    }

    private @Nullable Object value() throws JsonException {
        blanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() throws JsonException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        enter();
        blanks();
        boolean isOver = skip('}');
        while (!isOver) {
            blanks();
            String name = string();
            blanks();
            require(':');
            if (members.containsKey(name)) {
                throw wrong("the name " + name + " a second time");
            }
            members.put(name, value());
            blanks();
            isOver = skip('}');
            if (!isOver) {
                require(',');
            }
        }
        depth--;
        return members;
    }

    private List<@Nullable Object> array() throws JsonException {
        List<@Nullable Object> elements = new ArrayList<>();
        enter();
        blanks();
        boolean isOver = skip(']');
        while (!isOver) {
            elements.add(value());
            blanks();
            isOver = skip(']');
            if (!isOver) {
                require(',');
            }
        }
        depth--;
        return elements;
    }

    private void enter() throws JsonException {
        at++;
        if (++depth > DEPTH_MAX) {
            throw wrong("more than " + DEPTH_MAX + " levels");
        }
    }

    private String string() throws JsonException {
        require('"');
        StringBuilder string = new StringBuilder();
        while (!skip('"')) {
            char next = peek();
            if (next < ' ') {
                throw wrong("a control character in a string");
            }
            at++;
            string.append(next == '\\' ? escaped() : next);
        }
        for (int i = 0; i < string.length(); i++) {
            char one = string.charAt(i);
            if (Character.isHighSurrogate(one)
                    && i + 1 < string.length()
                    && Character.isLowSurrogate(string.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(one)) {
                throw wrong("half of a surrogate pair in a string");
            }
        }
        return string.toString();
    }

    private char escaped() throws JsonException {
        char letter = peek();
        at++;
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape that there is not");
        };
    }

    private char unicode() throws JsonException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char letter = peek();
            int digit = letter < 0x80 ? Character.digit(letter, 16) : -1;
            if (digit < 0) {
                throw wrong("no hexadecimal digit");
            }
            code = 16 * code + digit;
            at++;
        }
        return (char) code;
    }

    private BigDecimal number() throws JsonException {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        if (at - start > NUMBER_CHARACTERS_MAX) {
            throw wrong("a number of more than " + NUMBER_CHARACTERS_MAX + " characters");
        }
        try {
            return new BigDecimal(text.substring(start, at));
        } catch (NumberFormatException _) {
            throw wrong("a number out of all bounds");
        }
    }

    private void digits() throws JsonException {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("no digit, and no value");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return value;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws JsonException {
        if (at == text.length()) {
            throw wrong("the end");
        }
        return text.charAt(at);
    }

    private boolean skip(char wanted) {
        boolean isThere = at < text.length() && text.charAt(at) == wanted;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void require(char wanted) throws JsonException {
        if (!skip(wanted)) {
            throw wrong("no " + wanted);
        }
    }

    private JsonException wrong(String what) {
        return new JsonException(what, at);
    }
}
