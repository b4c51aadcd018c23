package dev.gatun.benchmarks.rivals;

import dev.gatun.benchmarks.subjects.Arguments;
import java.util.ServiceLoader;

/**
 * The process of one rival: {@code rival=NAME row=ID cpu=0 …}. It says "ready …" as ours do, or "unavailable" and why,
 * and ends when its input does.
 */
public final class RivalProcess {
    private RivalProcess() {}

    public static void main(String[] arguments) {
        Arguments given = new Arguments(arguments);
        String name = given.text("rival", "");
        Stage stage = new Stage(given);
        try {
            named(name).run(stage);
        } catch (Exception | LinkageError e) {
            if (stage.isReady()) {
                stage.fail(e);
            }
            System.out.println("unavailable " + name + " can't run here: " + oneLine(e));
        }
        System.exit(0); // whatever threads a library leaves behind
    }

    private static Rival named(String name) {
        return ServiceLoader.load(Rival.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar on the class path has it"));
    }

    /** What was at the bottom of it. */
    private static String oneLine(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString().replaceAll("\\s+", " ");
    }
}
