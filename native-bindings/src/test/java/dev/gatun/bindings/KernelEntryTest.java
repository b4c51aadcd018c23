package dev.gatun.bindings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelEntryTest {
    private static final String ASSEMBLY = """
            .intel_syntax noprefix
            .text
            endbr64
            mov rax, rdi
            mov rdi, rsi
            mov rsi, rdx
            mov rdx, rcx
            mov r10, r8
            mov r8, r9
            mov r9, [rsp + 8]
            syscall
            ret
            """;

    @Test
    void theCodeIsWhatTheAssemblerMakesOfIt(@TempDir Path folder) throws IOException {
        CCompiler compiler = CCompiler.find("cc").orElseGet(() -> Assumptions.abort("no C compiler (cc) on PATH"));
        Path source = Files.writeString(folder.resolve("entry.s"), ASSEMBLY);
        Path object = folder.resolve("entry.o");
        Path code = folder.resolve("entry.bin");
        compiler.compile(source, object, "-c");
        CCompiler.Outcome cut =
                CCompiler.run(List.of("objcopy", "-O", "binary", "-j", ".text", object.toString(), code.toString()));
        assertEquals(0, cut.exit(), cut.output());
        byte[] assembled = Files.readAllBytes(code);
        int[] bytes = new int[assembled.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Byte.toUnsignedInt(assembled[i]);
        }
        assertArrayEquals(bytes, KernelEntry.X86_64);
    }

    @Test
    void thePageCanBeReadAndRunAndNotWritten() throws IOException {
        Assumptions.assumeTrue(KernelEntry.IS_OPEN, "no executable memory here");
        List<String> pages = Files.readAllLines(Path.of("/proc/self/maps"));
        long address = KernelEntry.address();
        String page = pages.stream()
                .filter(line -> Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16) == address)
                .findFirst()
                .orElseThrow();
        assertTrue(page.contains(" r-xp "), page);
    }

    @Test
    void withoutExecutableMemoryTheCLibraryIsTheWay() {
        assertEquals("open false, errors right", child("-D" + KernelEntry.SWITCH + "=false"));
        assertEquals("open " + KernelEntry.IS_OPEN + ", errors right", child("-D" + KernelEntry.SWITCH + "=true"));
    }

    private static String child(String option) {
        Path target = Path.of(System.getProperty("gatun.root"), "native-bindings", "target");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                option,
                "-cp",
                target.resolve("classes") + ":" + target.resolve("test-classes"),
                Child.class.getName());
        return CCompiler.run(command).output().strip();
    }

    /** In a JVM of its own: which way calls go there, and whether they tell their errors. */
    static final class Child {
        public static void main(String[] arguments) {
            try (Arena arena = Arena.ofConfined()) {
                SystemCalls calls = new SystemCalls(arena);
                boolean right = calls.immediate(Syscalls.__NR_close(), -1) == -Linux.EBADF()
                        && calls.waiting(Syscalls.__NR_fsync(), -1, 0, 0) == -Linux.EBADF()
                        && calls.waiting(Syscalls.__NR_getpid(), 0, 0, 0)
                                == ProcessHandle.current().pid();
                System.out.println("open " + KernelEntry.IS_OPEN + ", errors " + (right ? "right" : "wrong"));
            }
        }
    }
}
