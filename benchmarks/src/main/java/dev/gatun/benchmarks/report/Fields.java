package dev.gatun.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON file, and where in it it stands, so that what is wrong can be named: "results[3].median". What
 * has to be there is asked for by its kind; what may be missing by {@code optional…}. Unknown fields are left alone:
 * a later Gatun may write more.
 */
record Fields(String path, Map<?, ?> values) {
    static Fields of(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Fields(path, map);
        }
        throw mismatch(path.isEmpty() ? "all of it" : path, "an object", value);
    }

    String text(String name) {
        return as(String.class, name, values.get(name), "a text");
    }

    @Nullable
    String optionalText(String name) {
        return values.get(name) == null ? null : text(name);
    }

    String text(String name, String otherwise) {
        return values.get(name) == null ? otherwise : text(name);
    }

    double number(String name) {
        return as(Double.class, name, values.get(name), "a number");
    }

    @Nullable
    Double optionalNumber(String name) {
        return values.get(name) == null ? null : Double.valueOf(number(name));
    }

    double number(String name, double otherwise) {
        return values.get(name) == null ? otherwise : number(name);
    }

    int whole(String name) {
        double number = number(name);
        if (number != (int) number) {
            throw mismatch(at(name), "a whole number", number);
        }
        return (int) number;
    }

    boolean truth(String name) {
        return as(Boolean.class, name, values.get(name), "true or false");
    }

    Fields object(String name) {
        return of(at(name), values.get(name));
    }

    @Nullable
    Fields optionalObject(String name) {
        return values.get(name) == null ? null : object(name);
    }

    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        List<?> list = list(name);
        for (int i = 0; i < list.size(); i++) {
            objects.add(of(at(name) + "[" + i + "]", list.get(i)));
        }
        return objects;
    }

    List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        for (Object each : list(name)) {
            numbers.add(as(Double.class, name, each, "a list of numbers"));
        }
        return numbers;
    }

    /** What is not there has none. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object each : values.get(name) == null ? List.of() : list(name)) {
            texts.add(as(String.class, name, each, "a list of texts"));
        }
        return texts;
    }

    @Nullable
    SortedMap<String, Double> optionalNumbersByName(String name) {
        Fields object = optionalObject(name);
        if (object == null) {
            return null;
        }
        SortedMap<String, Double> numbers = new TreeMap<>();
        object.names().forEach(each -> numbers.put(each, object.number(each)));
        return numbers;
    }

    List<String> names() {
        return values.keySet().stream().map(String::valueOf).toList();
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private List<?> list(String name) {
        return as(List.class, name, values.get(name), "a list");
    }

    private <T> T as(Class<T> kind, String name, @Nullable Object value, String expected) {
        if (!kind.isInstance(value)) {
            throw mismatch(at(name), expected, value);
        }
        return kind.cast(value);
    }

    static UnreadableException mismatch(String where, String expected, @Nullable Object found) {
        String shown = String.valueOf(found);
        return new UnreadableException(where + " should be " + expected + ", and "
                + (found == null
                        ? "is not there"
                        : "is " + (shown.length() > 40 ? shown.substring(0, 40) + "…" : shown)));
    }
}
