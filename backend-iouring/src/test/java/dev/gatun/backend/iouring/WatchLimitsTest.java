package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.testkit.contract.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's limits of inotify, met in a namespace of users of one's own, where they may be made small. */
class WatchLimitsTest {
    @TempDir
    Path folder;

    @Test
    void limitsThatAreMetAreNamedWithTheirRemedy() throws IOException, InterruptedException {
        String limits = "echo 3 > /proc/sys/user/max_inotify_watches && echo 2 > /proc/sys/user/max_inotify_instances";
        List<String> wrapper =
                List.of("unshare", "--user", "--map-root-user", "sh", "-c", limits + " && exec \"$@\"", "-");
        List<String> trial = new ArrayList<>(wrapper);
        trial.add("true");
        Assumptions.assumeTrue(ChildJvm.works(trial.toArray(String[]::new)), "a namespace of users, and its limits");
        ChildJvm.Answer answer = ChildJvm.run(wrapper, List.of(), WatchLimitsMain.class, folder.toString());
        assertEquals(0, answer.exit(), answer::toString);
        String add = answer.value("add");
        assertTrue(
                add.startsWith(
                        "after 3, watch " + folder.resolve("d3") + ": NO_SPACE, fs.inotify.max_user_watches is "),
                add);
        assertTrue(add.contains("raise it with sysctl -w fs.inotify.max_user_watches="), add);
        String open = answer.value("open");
        assertTrue(
                open.startsWith("after 2, watch directories: TOO_MANY_HANDLES, fs.inotify.max_user_instances is "),
                open);
        assertTrue(open.contains("share one watch among directories"), open);
    }
}
