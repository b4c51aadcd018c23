package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.windows.NtStatus;
import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowsErrorTableTest {
    /** Each portable error that Windows can mean, by a number that stands for it. */
    private static final Map<IoError, Integer> EXAMPLES = Map.ofEntries(
            Map.entry(IoError.CANCELLED, 995),
            Map.entry(IoError.TIMED_OUT, 10060),
            Map.entry(IoError.NO_MEMORY, 10055),
            Map.entry(IoError.WOULD_BLOCK, 10035),
            Map.entry(IoError.INTERRUPTED, 10004),
            Map.entry(IoError.RESET, 10054),
            Map.entry(IoError.REFUSED, 1225),
            Map.entry(IoError.ABORTED, 10053),
            Map.entry(IoError.BROKEN_PIPE, 10058),
            Map.entry(IoError.NOT_CONNECTED, 10057),
            Map.entry(IoError.ALREADY_CONNECTED, 10056),
            Map.entry(IoError.IN_PROGRESS, 10036),
            Map.entry(IoError.ADDRESS_IN_USE, 10048),
            Map.entry(IoError.ADDRESS_NOT_AVAILABLE, 10049),
            Map.entry(IoError.ADDRESS_FAMILY, 10047),
            Map.entry(IoError.NETWORK_DOWN, 10050),
            Map.entry(IoError.NETWORK_UNREACHABLE, 10051),
            Map.entry(IoError.HOST_UNREACHABLE, 10065),
            Map.entry(IoError.MESSAGE_TOO_BIG, 10040),
            Map.entry(IoError.TOO_MANY_HANDLES, 10024),
            Map.entry(IoError.BAD_HANDLE, 10038),
            Map.entry(IoError.INVALID, 10022),
            Map.entry(IoError.NOT_SUPPORTED, 10045),
            Map.entry(IoError.PERMISSION, 1314),
            Map.entry(IoError.ACCESS, 5),
            Map.entry(IoError.NOT_FOUND, 2),
            Map.entry(IoError.EXISTS, 80),
            Map.entry(IoError.NOT_DIRECTORY, 267),
            Map.entry(IoError.NAME_TOO_LONG, 206),
            Map.entry(IoError.NO_SPACE, 112),
            Map.entry(IoError.READ_ONLY, 19),
            Map.entry(IoError.IO, 1117),
            Map.entry(IoError.BUSY, 32),
            Map.entry(IoError.OTHER, 123_456));

    /** What Windows has no number for: the core's own, and what its file systems call otherwise. */
    private static final Set<IoError> NEVER_WINDOWS = Set.of(
            IoError.CLOSED,
            IoError.QUEUE_FULL,
            IoError.NO_BUFFERS,
            IoError.IS_DIRECTORY,
            IoError.FILE_TOO_BIG,
            IoError.BACKEND_FAILED);

    @Test
    void eachPortableErrorHasANumber() {
        EXAMPLES.forEach((error, number) -> assertEquals(error, WindowsErrorTable.of(number), "of " + number));
        for (IoError error : IoError.values()) {
            assertTrue(EXAMPLES.containsKey(error) || NEVER_WINDOWS.contains(error), error::name);
        }
    }

    @Test
    void aValueStaysAndAnErrorIsPortable() {
        assertEquals(17, WindowsErrorTable.result(17));
        assertEquals(IoError.RESET.result(), WindowsErrorTable.result(-WindowsErrors.WSAECONNRESET));
    }

    @Test
    void whatWentWellIsNoError() {
        assertEquals(0, WindowsErrorTable.errorOf(NtStatus.STATUS_SUCCESS));
        assertEquals(0, WindowsErrorTable.errorOf(NtStatus.STATUS_PENDING));
    }

    /** What a connection's end and a file's end look like in a completion. */
    @Test
    void theStatusesOfEveryDayAreRight() {
        Map<Integer, IoError> expected = Map.of(
                NtStatus.STATUS_CANCELLED, IoError.CANCELLED,
                NtStatus.STATUS_CONNECTION_RESET, IoError.RESET,
                NtStatus.STATUS_CONNECTION_REFUSED, IoError.REFUSED,
                NtStatus.STATUS_CONNECTION_ABORTED, IoError.ABORTED,
                NtStatus.STATUS_HOST_UNREACHABLE, IoError.HOST_UNREACHABLE,
                NtStatus.STATUS_NETWORK_UNREACHABLE, IoError.NETWORK_UNREACHABLE,
                NtStatus.STATUS_IO_TIMEOUT, IoError.TIMED_OUT,
                NtStatus.STATUS_ACCESS_DENIED, IoError.ACCESS,
                NtStatus.STATUS_DISK_FULL, IoError.NO_SPACE,
                NtStatus.STATUS_UNSUCCESSFUL, IoError.IO);
        expected.forEach((status, error) -> assertEquals(
                error, WindowsErrorTable.of(WindowsErrorTable.errorOf(status)), Integer.toHexString(status)));
        assertEquals(WindowsErrors.ERROR_HANDLE_EOF, WindowsErrorTable.errorOf(NtStatus.STATUS_END_OF_FILE));
    }

    /** Every status there is in the bindings, against what Wine makes of it: in portable words they mean the same. */
    @Test
    void eachStatusMeansWhatTheSystemSays() throws IllegalAccessException {
        Gateway gateway = Gateway.get();
        WindowsCalls calls = gateway.newCalls(Arena.ofConfined());
        long translate = gateway.function("ntdll.dll", "RtlNtStatusToDosError");
        List<String> differing = new ArrayList<>();
        int compared = 0;
        for (Field field : NtStatus.class.getFields()) {
            int status = field.getInt(null);
            if (status >= 0) {
                continue;
            }
            int theirs = (int) calls.call(translate, status & 0xFFFF_FFFFL, 0, 0);
            int ours = WindowsErrorTable.errorOf(status);
            IoError meant = WindowsErrorTable.of(theirs);
            compared++;
            if (meant != IoError.OTHER && meant != WindowsErrorTable.of(ours)) {
                differing.add(field.getName() + ": " + theirs + " (" + meant + "), not " + ours);
            }
        }
        assertTrue(compared > 60, "statuses");
        assertEquals(List.of(), differing);
    }
}
