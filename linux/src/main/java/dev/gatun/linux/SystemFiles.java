package dev.gatun.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The small files by which Linux tells of itself, and the notations in them. What is hidden from us says nothing. */
final class SystemFiles {
    private SystemFiles() {}

    /** What stands in it, without the end of its line; null: there is none to read. */
    static @Nullable String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return null;
        }
    }

    static List<String> lines(Path file) {
        String text = text(file);
        return text == null ? List.of() : text.lines().toList();
    }

    static int number(Path file, int otherwise) {
        String text = text(file);
        return text == null ? otherwise : number(text, otherwise);
    }

    static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** "0-3,8,10-11"; none where the file is missing, or says something else. */
    static BitSet list(Path file) {
        BitSet numbers = new BitSet();
        String text = text(file);
        if (text == null || text.isEmpty()) {
            return numbers;
        }
        for (String range : text.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = number(dash < 0 ? range : range.substring(0, dash), -1);
            int last = dash < 0 ? first : number(range.substring(dash + 1), -1);
            if (first < 0 || last < first) {
                return new BitSet();
            }
            numbers.set(first, last + 1);
        }
        return numbers;
    }
}
