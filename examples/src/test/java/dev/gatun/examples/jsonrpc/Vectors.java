package dev.gatun.examples.jsonrpc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The examples of the specification, as they stand there. */
final class Vectors {
    /** An empty answer is none. */
    record Vector(String request, String answer) {}

    private Vectors() {}

    static List<Vector> all() throws IOException {
        String text;
        try (InputStream in = Vectors.class.getResourceAsStream("specification.txt")) {
            text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Vector> vectors = new ArrayList<>();
        String[] exchanges = text.split("\n--> ", -1);
        for (int i = 1; i < exchanges.length; i++) {
            String[] sides = exchanges[i].split("\n<-- ", -1);
            String answer = sides.length == 1 || sides[1].startsWith("//") ? "" : upToEmptyLine(sides[1]);
            vectors.add(new Vector(upToEmptyLine(sides[0]), answer));
        }
        return vectors;
    }

    private static String upToEmptyLine(String text) {
        int end = text.indexOf("\n\n");
        return end < 0 ? text : text.substring(0, end);
    }
}
