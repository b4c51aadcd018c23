package dev.gatun.testkit;

import java.util.ArrayList;
import java.util.List;

/** Paths of a simulated machine: names with slashes between them, from the root. Any thread. */
final class SimulatedPaths {
    private SimulatedPaths() {}

    /** Its name in its directory. */
    static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash <= 0 ? "/" : name.substring(0, slash);
    }

    /** From the root, without empty names, "." and "..". */
    static String normalize(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
    }
}
