package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.backend.iouring.RefusedMain.Refusal;
import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.ChildJvm;
import dev.gatun.testkit.contract.ChildJvm.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Refusals made to happen, each in a process of its own: what the probe says of them, what is chosen instead, and what
 * one who will have nothing but io_uring is told.
 */
@Tag("assertions") // it runs in processes of its own: once is enough
class RefusalTest {
    private static final Path DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");

    @TempDir
    Path folder;

    @BeforeEach
    void ioUringIsThereToBeRefused() {
        IoBackendProvider.Usability usability = new IoUringProvider().probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
    }

    private Answer refused(List<String> wrapper, Refusal refusal, int errno) throws IOException, InterruptedException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(IoBackendProvider.class.getName()), SecondBestProvider.class.getName() + "\n");
        Answer answer =
                ChildJvm.run(wrapper, List.of(folder), RefusedMain.class, refusal.name(), String.valueOf(errno));
        assertEquals(0, answer.exit(), answer::toString);
        return answer;
    }

    /** The same reason wherever it is told; and the next backend is chosen, unless io_uring is required. */
    private String reasonOf(Refusal refusal, int errno) throws IOException, InterruptedException {
        return reasonIn(refused(List.of(), refusal, errno));
    }

    private static String reasonIn(Answer answer) {
        String reason = answer.value("unusable");
        assertEquals("second-best: it is always there; passed over: io_uring: " + reason, answer.value("chosen"));
        assertEquals(
                "BackendUnavailableException: the backend io_uring was required and can't be used here: " + reason,
                answer.value("required"));
        return reason;
    }

    private static void assertSays(String reason, String... parts) {
        for (String part : parts) {
            assertTrue(reason.contains(part), () -> "'" + part + "' is not in: " + reason);
        }
    }

    @Test
    void withoutARefusalItIsChosen() throws IOException, InterruptedException {
        Answer answer = refused(List.of(), Refusal.NOTHING, 0);
        assertSays(answer.value("usable"), "a ring took an operation");
        assertSays(answer.value("chosen"), "io_uring: a ring took an operation");
        assertEquals("io_uring", answer.value("required"));
    }

    @Test
    void aSeccompProfileForbids() throws IOException, InterruptedException {
        String reason = reasonOf(Refusal.SETUP, Linux.EPERM());
        assertSays(reason, "io_uring_setup answered EPERM", "seccomp", "allow io_uring_setup", "io_uring_disabled is ");
    }

    @Test
    void anOlderKernelHasNone() throws IOException, InterruptedException {
        assertSays(reasonOf(Refusal.SETUP, Linux.ENOSYS()), "io_uring_setup answered ENOSYS", "Linux 5.13 or newer");
    }

    @Test
    void aKernelThatTakesNoFlagsIsTooOld() throws IOException, InterruptedException {
        assertSays(reasonOf(Refusal.SETUP, Linux.EINVAL()), "io_uring_setup answered EINVAL", "Linux 5.13 or newer");
    }

    @Test
    void aProfileThatForgotTheOtherCallsForbidsToo() throws IOException, InterruptedException {
        assertSays(reasonOf(Refusal.REGISTER, Linux.EPERM()), "io_uring_register", "answered EPERM", "seccomp");
        assertSays(reasonOf(Refusal.ENTER, Linux.EPERM()), "io_uring_enter answered EPERM", "seccomp");
    }

    @Test
    void noMemoryForTheRingOrForItsMapping() throws IOException, InterruptedException {
        for (Refusal refusal : List.of(Refusal.SETUP, Refusal.MAPPING)) {
            String reason = reasonOf(refusal, Linux.ENOMEM());
            assertSays(
                    reason,
                    "answered ENOMEM",
                    "(RLIMIT_MEMLOCK) is ",
                    "(RLIMIT_AS) ",
                    "a ring of 8 entries takes 8 KiB");
            assertSays(reason, "ulimit -l");
        }
    }

    @Test
    void noHandleIsLeft() throws IOException, InterruptedException {
        Answer answer = refused(List.of(), Refusal.HANDLES, 0);
        String reason = answer.value("unusable");
        assertSays(reason, "io_uring_setup answered EMFILE", "(RLIMIT_NOFILE) is 3", "takes two", "ulimit -n");
        assertSays(answer.value("required"), "BackendUnavailableException: ", reason);
        assertSays(reasonOf(Refusal.SETUP, Linux.EMFILE()), "io_uring_setup answered EMFILE", "ulimit -n");
    }

    @Test
    void aRingThatCannotBeWokenIsNotOpened() throws IOException, InterruptedException {
        Answer answer = refused(List.of(), Refusal.WAKE_EVENT, Linux.EMFILE());
        assertSays(answer.value("required"), "eventfd2 answered EMFILE", "(RLIMIT_NOFILE) is ");
    }

    /** Kernels differ in whether they count a ring's memory; 6.18 does, for who may not lock what he likes. */
    @Test
    void littleLockedMemoryIsNoReasonOrIsTold() throws IOException, InterruptedException {
        List<String> wrapper = List.of("prlimit", "--memlock=0:0", "setpriv", "--bounding-set=-ipc_lock");
        List<String> trial = new ArrayList<>(wrapper);
        trial.add("true");
        Assumptions.assumeTrue(
                ChildJvm.works(trial.toArray(String[]::new)),
                "prlimit and setpriv (package util-linux), and the right to");
        Answer answer = refused(wrapper, Refusal.NOTHING, 0);
        if (answer.lines().stream().anyMatch(line -> line.startsWith("unusable"))) {
            assertSays(reasonIn(answer), "ENOMEM", "(RLIMIT_MEMLOCK) is 0 KiB", "a ring of 8 entries takes 8 KiB");
        } else {
            assertEquals("io_uring", answer.value("required"));
        }
    }

    @Test
    void withoutLiburingItIsNotUsable() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Liburing.problem().isEmpty());
        List<String> unshare = ChildJvm.works("unshare", "--mount", "true")
                ? List.of("unshare", "--mount")
                : List.of("unshare", "--map-root-user", "--mount");
        String hide = "mount --bind /dev/null \"$1\" && shift && exec \"$@\"";
        List<String> wrapper = new ArrayList<>(unshare);
        wrapper.addAll(List.of("sh", "-c", hide, "sh", liburing().toString()));
        List<String> trial = new ArrayList<>(wrapper);
        trial.add("true");
        Assumptions.assumeTrue(
                ChildJvm.works(trial.toArray(String[]::new)), "unshare and mount, and the right to use them");
        String reason = reasonIn(refused(wrapper, Refusal.NOTHING, 0));
        assertSays(reason, "liburing.so.2 was not found", "install the package liburing2");
    }

    /** The file that this process has mapped. */
    private static Path liburing() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("/liburing.so"))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .findFirst()
                .orElseThrow();
    }

    /** The whole machine has one such switch: it is thrown for as long as a process takes, when asked to. */
    @Test
    void theSystemHasItDisabled() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Boolean.getBoolean("gatun.disable-io-uring"),
                "a switch of the whole machine, where other tests run: -Dgatun.disable-io-uring=true");
        Assumptions.assumeTrue(Files.isWritable(DISABLED), DISABLED + " can't be written");
        String before = Files.readAllLines(DISABLED).getFirst();
        try {
            Files.writeString(DISABLED, "2");
            String reason = reasonOf(Refusal.NOTHING, 0);
            assertSays(reason, "io_uring_setup answered EPERM", "kernel.io_uring_disabled is 2", "set it to 0");
        } finally {
            Files.writeString(DISABLED, before);
        }
    }
}
