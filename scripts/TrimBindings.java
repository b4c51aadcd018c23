import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of the bindings that jextract has made, in the folder named, what Gatun does not call and every start of
 * the JVM would pay for: handles of functions, which are linked as soon as an address is asked for (Gatun links its
 * own, of few shapes), and handles of elements of arrays, which link some thirty classes each.
 */
final class TrimBindings {
    private static final List<Pattern> SUPERFLUOUS = List.of(
            Pattern.compile("\n +public static final MethodHandle HANDLE = .*;\n"),
            memberThatSays("\\.HANDLE;"),
            Pattern.compile(" +private static final VarHandle \\w+\\$ELEM_HANDLE = .*;\n"),
            memberThatSays("\\$ELEM_HANDLE\\.(?:get|set)\\("));

    /** A method with its documentation, indented by whatever it is, that has this in its body. */
    private static Pattern memberThatSays(String what) {
        return Pattern.compile("\n( +)/\\*\\*\n(?:\\1 \\*.*\n)+\n?\\1public static (?!class).*\\{\n"
                + "(?:(?!\\1}\n).*\n)*?.*" + what + ".*\n(?:(?!\\1}\n).*\n)*\\1}\n");
    }

    private TrimBindings() {}

    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                for (Pattern each : SUPERFLUOUS) {
                    source = each.matcher(source).replaceAll("");
                }
                Files.writeString(file, source);
            }
        }
    }
}
