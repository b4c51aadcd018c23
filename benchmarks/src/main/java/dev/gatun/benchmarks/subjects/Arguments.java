package dev.gatun.benchmarks.subjects;

import java.util.HashMap;
import java.util.Map;

/** A program's arguments, "name=value" each. */
public final class Arguments {
    private final Map<String, String> values = new HashMap<>();

    public Arguments(String[] arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(argument + " is not of the form name=value");
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    public int number(String name, int otherwise) {
        return Integer.parseInt(text(name, String.valueOf(otherwise)));
    }
}
