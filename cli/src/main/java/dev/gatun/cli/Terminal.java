package dev.gatun.cli;

import dev.gatun.cli.Report.Severity;
import dev.gatun.cli.Report.State;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;

/**
 * Where text goes: how wide it is, whether it has colours, and whether it knows more letters than ASCII. Into a file or
 * a pipe it has no colours, and no edge.
 */
record Terminal(PrintWriter out, int columns, boolean colour, boolean symbols) {
    private static final int COLUMNS_MIN = 40;
    private static final char ESCAPE = '\033';

    /** The system property {@code gatun.columns} says how wide the terminal is; 0 or none: it is no terminal. */
    static Terminal of(PrintWriter out, Map<String, String> environment) {
        int columns = Integer.getInteger("gatun.columns", 0);
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        String encoding =
                System.getProperty("stdout.encoding", Charset.defaultCharset().name());
        return new Terminal(
                out,
                columns == 0 ? Integer.MAX_VALUE : Math.max(COLUMNS_MIN, columns),
                columns > 0 && !plain,
                encoding.toUpperCase(Locale.ROOT).startsWith("UTF"));
    }

    void line() {
        out.println();
    }

    /** Broken at words; what does not fit goes on beneath, so far from the left. */
    void line(int indent, String text) {
        String rest = text;
        String margin = "";
        while (visible(margin + rest) > columns) {
            int cut = rest.lastIndexOf(' ', behind(rest, Math.max(1, columns - margin.length())));
            if (cut <= leading(rest)) {
                break; // one long word: let the terminal break it
            }
            out.println(margin + rest.substring(0, cut));
            rest = rest.substring(cut + 1);
            margin = " ".repeat(indent);
        }
        out.println(margin + rest);
    }

    /** The index in a text, with its colours, behind so many letters that are seen. */
    private static int behind(String text, int letters) {
        int at = 0;
        for (int seen = 0; seen < letters && at < text.length(); at++) {
            if (text.charAt(at) == ESCAPE) {
                at = text.indexOf('m', at);
            } else {
                seen++;
            }
        }
        return at;
    }

    private static int leading(String text) {
        return text.length() - text.stripLeading().length();
    }

    private static int visible(String text) {
        return text.replaceAll("\033\\[[0-9;]*m", "").length();
    }

    String heading(String text) {
        return coloured("1", text);
    }

    String faint(String text) {
        return coloured("90", text);
    }

    /** Before what there is to do. */
    String arrow() {
        return coloured("36", symbols ? "→" : ">");
    }

    String mark(State state) {
        return switch (state) {
            case YES -> coloured("32", symbols ? "✔" : "+");
            case LIMITED -> coloured("33", "!");
            case NO -> coloured("31", symbols ? "✘" : "x");
            case UNKNOWN -> coloured("90", "?");
        };
    }

    String mark(Severity severity) {
        return switch (severity) {
            case ERROR -> mark(State.NO);
            case WARN -> mark(State.LIMITED);
            case INFO -> coloured("36", symbols ? "·" : "-");
        };
    }

    private String coloured(String code, String text) {
        return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
