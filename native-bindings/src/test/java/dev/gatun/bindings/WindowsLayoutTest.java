package dev.gatun.bindings;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.windows.WinsockExtensions;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was written by hand for Windows, against mingw's headers. Its compiler is asked; its programs need not run.
 */
@Tag("assertions") // it is compilers' headers that are asked: once is enough
class WindowsLayoutTest {
    private static final Path SOURCE = Path.of("src/main/java/dev/gatun/bindings/windows");

    private static final String HEADERS = """
            #define WIN32_LEAN_AND_MEAN
            #define _WIN32_WINNT 0x0A00
            #define NTDDI_VERSION 0x0A00000C
            #define WIN32_NO_STATUS
            #include <winsock2.h>
            #include <ws2tcpip.h>
            #include <mswsock.h>
            #include <mstcpip.h>
            #include <afunix.h>
            #include <windows.h>
            #include <iphlpapi.h>
            #include <winioctl.h>
            #include <winternl.h>
            #undef WIN32_NO_STATUS
            #include <ntstatus.h>
            """;

    /**
     * In no public header (AFD), or newer than mingw 10's: compared by hand with other sources, named in the
     * classes.
     */
    private static final Set<String> NOT_IN_MINGW = Set.of(
            "CREATE_WAITABLE_TIMER_HIGH_RESOLUTION",
            "TCP_KEEPALIVE",
            "TCP_KEEPIDLE",
            "TCP_KEEPINTVL",
            "TCP_KEEPCNT",
            "TCP_MAXSEG",
            "TCP_MAXRT",
            "TCP_MAXRTMS",
            "TCP_TIMESTAMPS",
            "TCP_FASTOPEN",
            "SO_PAUSE_ACCEPT",
            "SO_RANDOMIZE_PORT",
            "SO_PORT_SCALABILITY",
            "SO_REUSE_UNICASTPORT",
            "SIO_UDP_NETRESET",
            "UDP_SEND_MSG_SIZE",
            "UDP_RECV_MAX_COALESCED_SIZE",
            "UDP_COALESCED_INFO");

    /** Calls, and GUIDs, which are compared by themselves. */
    private static final Set<String> NO_DATA =
            Set.of("package-info", "WinsockExtensions", "WindowsCalls", "WindowsSystem", "NativeWindows");

    @TempDir
    Path work;

    private CCompiler compiler;

    @BeforeEach
    void findCompiler() {
        compiler = CCompiler.find("x86_64-w64-mingw32-gcc")
                .orElseGet(() -> Assumptions.abort("no mingw: install the package gcc-mingw-w64-x86-64-win32"));
    }

    @Test
    void everyLayoutAndConstantIsWhatMingwsHeadersSay() throws Exception {
        List<Fact> facts = facts();

        FactCheck check = FactCheck.byAsserting(compiler, work, HEADERS, facts);

        Proof.say("layouts: windows: %d facts compared with %s: %d differ; %d symbols are not in its headers"
                .formatted(
                        check.compared(),
                        compiler.version(),
                        check.differences().size(),
                        check.unknown().size()));
        assertEquals(List.of(), check.differences());
        List<String> unexplained = check.unknown().stream()
                .filter(name -> !name.contains("AFD_") && !NOT_IN_MINGW.contains(name))
                .toList();
        assertEquals(List.of(), unexplained);
        assertTrue(check.compared() > 800, () -> check.compared() + " facts");
    }

    @Test
    void aWrongConstantIsFound() throws IOException {
        List<Fact> facts = List.of(
                new Fact("AF_INET6", "(long long)(AF_INET6)", 23), new Fact("AF_INET", "(long long)(AF_INET)", 3));
        FactCheck check = FactCheck.byAsserting(compiler, work, HEADERS, facts);
        assertEquals(List.of("(long long)(AF_INET) is not 3"), check.differences());
    }

    /** WSAID_… is an initializer, which C won't compare; its numbers are read after the preprocessor. */
    @Test
    void everyExtensionHasItsGuid() throws Exception {
        List<String> names = Stream.of(WinsockExtensions.class.getFields())
                .map(Field::getName)
                .filter(name -> name.endsWith("_LOW"))
                .map(name -> name.replace("_LOW", ""))
                .toList();
        Path source = work.resolve("guids.c");
        Files.writeString(
                source,
                HEADERS + names.stream().map(name -> "guid_of " + name + "\n").collect(joining()));

        String text = CCompiler.run(List.of(compiler.command(), "-E", "-P", source.toString()))
                .output();

        List<List<Long>> found = text.lines()
                .filter(line -> line.startsWith("guid_of "))
                .map(WindowsLayoutTest::hexNumbers)
                .toList();
        assertTrue(names.size() >= 6, names::toString);
        assertEquals(names.size(), found.size());
        for (int i = 0; i < names.size(); i++) {
            assertEquals(found.get(i), numbers(names.get(i)), names.get(i));
        }
    }

    private static List<Long> hexNumbers(String line) {
        return Pattern.compile("0x([0-9a-fA-F]+)")
                .matcher(line)
                .results()
                .map(number -> Long.valueOf(number.group(1), 16))
                .toList();
    }

    /** The eleven numbers of a GUID, from the two longs that it is in Java. */
    private static List<Long> numbers(String name) throws ReflectiveOperationException {
        long low = WinsockExtensions.class.getField(name + "_LOW").getLong(null);
        long high = WinsockExtensions.class.getField(name + "_HIGH").getLong(null);
        List<Long> numbers = new ArrayList<>(List.of(low & 0xffff_ffffL, (low >>> 32) & 0xffff, low >>> 48));
        for (int i = 0; i < 8; i++) {
            numbers.add((high >>> (8 * i)) & 0xff);
        }
        return numbers;
    }

    private static List<Fact> facts() throws IOException, ReflectiveOperationException {
        List<Fact> facts = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (!NO_DATA.contains(name)) {
                    facts.addAll(Fact.ofHandWritten(Class.forName("dev.gatun.bindings.windows." + name), "struct "));
                }
            }
        }
        return facts;
    }
}
