package dev.gatun.cli;

import dev.gatun.json.JsonException;
import dev.gatun.json.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two reports, both as JSON: of two machines, or of one on two days. Things that have a name
 * are compared by name, whatever their order; what things cost is not compared, as no two runs agree.
 */
final class ReportDifference {
    private static final String SCHEMA = "gatun-probe/1";

    private ReportDifference() {}

    /** A line for each: {@code sockets.tcp.mark.state: yes, was limited}. Throws where a text is no report. */
    static List<String> between(String before, String now) {
        Map<String, String> old = flat(before, "the file");
        Map<String, String> fresh = flat(now, "this report");
        Set<String> paths = new LinkedHashSet<>(fresh.keySet());
        paths.addAll(old.keySet());
        List<String> differences = new ArrayList<>();
        for (String path : paths) {
            String was = old.get(path);
            String is = fresh.get(path);
            if (!Objects.equals(was, is)) {
                differences.add(path + ": " + told(is) + ", was " + told(was));
            }
        }
        return differences;
    }

    private static String told(@Nullable String value) {
        return value == null ? "not there" : value;
    }

    private static Map<String, String> flat(String text, String what) {
        Object document;
        try {
            document = JsonReader.read(text);
        } catch (JsonException e) {
            throw new IllegalArgumentException(what + " is no JSON: " + e.getMessage(), e);
        }
        if (!(document instanceof Map<?, ?> map) || !SCHEMA.equals(map.get("schema"))) {
            throw new IllegalArgumentException(what + " is no report of the schema " + SCHEMA);
        }
        Map<String, String> flat = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!name.equals("costs") && !name.equals("findings")) {
                flatten(String.valueOf(name), value, flat);
            }
        });
        return flat;
    }

    private static void flatten(String path, @Nullable Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> {
                if (!name.equals("name")) {
                    flatten(path + "." + name, each, into);
                }
            });
        } else if (value instanceof List<?> list) {
            for (Object each : list) {
                String name = each instanceof Map<?, ?> map && map.get("name") instanceof String own ? own : "";
                flatten(path + "." + (name.isEmpty() ? each : name), name.isEmpty() ? "there" : each, into);
            }
        } else if (value != null) {
            into.put(path, String.valueOf(value));
        }
    }
}
