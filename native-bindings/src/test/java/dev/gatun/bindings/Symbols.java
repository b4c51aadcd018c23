package dev.gatun.bindings;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One list of src/main/jextract: what was asked of jextract, and since which kernel each symbol is there ("" for what
 * has always been).
 */
record Symbols(Map<String, String> types, Map<String, String> constants, Map<String, String> functions) {
    static final Path FOLDER = Path.of("src/main/jextract");

    static Symbols read(String name) throws IOException {
        Symbols symbols = new Symbols(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        String since = "";
        for (String line : Files.readAllLines(FOLDER.resolve(name + ".symbols"))) {
            if (line.startsWith("# --- since ")) {
                since = line.substring("# --- since ".length());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split(" ", -1);
                symbols.ofKind(words[0]).put(words[0].equals("struct") ? "struct " + words[1] : words[1], since);
            }
        }
        return symbols;
    }

    String since(String symbol) {
        return constants.getOrDefault(symbol, types.getOrDefault(symbol, ""));
    }

    List<Fact> facts(Class<?> header) throws ReflectiveOperationException {
        List<Fact> facts = new ArrayList<>();
        for (String type : types.keySet()) {
            Class<?> java = Class.forName(header.getPackageName() + "." + type.replace("struct ", ""));
            facts.addAll(
                    Fact.ofStruct(type, (GroupLayout) java.getMethod("layout").invoke(null)));
        }
        for (String constant : constants.keySet()) {
            facts.add(Fact.ofConstant(header, constant));
        }
        return facts;
    }

    private Map<String, String> ofKind(String kind) {
        return switch (kind) {
            case "struct", "typedef" -> types;
            case "constant" -> constants;
            case "function" -> functions;
            default -> throw new IllegalArgumentException("unknown kind '" + kind + "'");
        };
    }
}
