package dev.gatun.benchmarks.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML that is XML too: whatever is text or the value of an attribute is escaped, and what was opened is closed,
 * or it fails. One use, one thread.
 */
final class Markup {
    private static final Set<String> INLINE = Set.of("b", "code", "small", "span", "time", "tspan");

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** {@code attributes}: names and values in turn. */
    Markup open(String element, String... attributes) {
        tag(element, attributes).append('>');
        open.push(element);
        return this;
    }

    Markup close(String element) {
        if (!element.equals(open.peek())) {
            throw new IllegalStateException("</" + element + "> where " + open + " are open");
        }
        open.pop();
        text.append("</").append(element).append('>');
        if (!INLINE.contains(element)) {
            text.append('\n');
        }
        return this;
    }

    Markup text(String value) {
        escape(value);
        return this;
    }

    Markup element(String element, String value, String... attributes) {
        return open(element, attributes).text(value).close(element);
    }

    /** One that holds nothing. */
    Markup empty(String element, String... attributes) {
        tag(element, attributes).append("/>");
        return this;
    }

    /** Text that is written as it stands, and must need no escaping: a style sheet. */
    Markup raw(String value) {
        if (value.indexOf('<') >= 0 || value.indexOf('&') >= 0) {
            throw new IllegalArgumentException("this would have to be escaped: " + value);
        }
        text.append(value);
        return this;
    }

    String finished() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return "<!DOCTYPE html>\n" + text;
    }

    private StringBuilder tag(String element, String... attributes) {
        text.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            text.append('"');
        }
        return text;
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.appendCodePoint(isOfXml(c) ? c : '\uFFFD');
            }
        }
    }

    /** What XML can't say at all, not even escaped, are most control characters and halves of characters. */
    private static boolean isOfXml(int c) {
        return c == '\t' || c == '\n' || (c >= ' ' && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF);
    }
}
