package dev.gatun.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what is tried, before and after, to the process that watches this one ({@link WatchedRun}); and knows which
 * trials ended a process like this, and are left out now. Any thread; as long as the process.
 */
final class Trials {
    /** Where nobody watches, and nothing is left out. */
    static final Trials UNWATCHED = new Trials(null, Map.of());

    /** Begins a line that is for the watching process; no line of a report does. */
    static final char MARK = '\u001e';

    static final char BEGUN = '+';
    static final char ENDED = '-';

    private static final String WATCHED = "gatun.trials.watched";
    private static final String DEADLY = "gatun.trials.deadly";

    private final @Nullable PrintStream watcher;
    /** How the process ended, by the trial's name. */
    private final Map<String, Ending> deadly;

    Trials(@Nullable PrintStream watcher, Map<String, Ending> deadly) {
        this.watcher = watcher;
        this.deadly = Map.copyOf(deadly);
    }

    static Trials ofThisProcess() {
        if (!isWatched()) {
            return UNWATCHED;
        }
        Map<String, Ending> deadly = new LinkedHashMap<>();
        for (String each : System.getProperty(DEADLY, "").split(",", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                deadly.put(each.substring(0, equals), new Ending(Integer.parseInt(each.substring(equals + 1))));
            }
        }
        return new Trials(System.out, deadly);
    }

    static boolean isWatched() {
        return Boolean.getBoolean(WATCHED);
    }

    /** What a JVM is started with to be watched, and to leave these out. */
    static String[] options(Map<String, Ending> deadly) {
        StringBuilder names = new StringBuilder();
        deadly.forEach((name, ending) -> names.append(names.isEmpty() ? "" : ",")
                .append(name)
                .append('=')
                .append(ending.exit()));
        return new String[] {"-D" + WATCHED + "=true", "-D" + DEADLY + "=" + names};
    }

    /** Null: nothing bad is known of it. */
    @Nullable
    Ending endingOf(String trial) {
        return deadly.get(trial);
    }

    void begin(String trial) {
        say(BEGUN, trial);
    }

    void end(String trial) {
        say(ENDED, trial);
    }

    /** In one piece: trials that came late may speak at the same time. */
    private void say(char what, String trial) {
        if (watcher != null) {
            watcher.print(MARK + String.valueOf(what) + trial + '\n');
            watcher.flush();
        }
    }
}
