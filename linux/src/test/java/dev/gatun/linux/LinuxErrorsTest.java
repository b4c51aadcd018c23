package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.spi.IoError;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxErrorsTest {
    /** By the kernel's names, which come from the generated constants; the numbers are the test's own knowledge. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        11, EAGAIN, WOULD_BLOCK
        4, EINTR, INTERRUPTED
        104, ECONNRESET, RESET
        111, ECONNREFUSED, REFUSED
        103, ECONNABORTED, ABORTED
        32, EPIPE, BROKEN_PIPE
        107, ENOTCONN, NOT_CONNECTED
        89, EDESTADDRREQ, NOT_CONNECTED
        106, EISCONN, ALREADY_CONNECTED
        114, EALREADY, IN_PROGRESS
        115, EINPROGRESS, IN_PROGRESS
        98, EADDRINUSE, ADDRESS_IN_USE
        99, EADDRNOTAVAIL, ADDRESS_NOT_AVAILABLE
        97, EAFNOSUPPORT, ADDRESS_FAMILY
        100, ENETDOWN, NETWORK_DOWN
        101, ENETUNREACH, NETWORK_UNREACHABLE
        113, EHOSTUNREACH, HOST_UNREACHABLE
        90, EMSGSIZE, MESSAGE_TOO_BIG
        105, ENOBUFS, NO_MEMORY
        12, ENOMEM, NO_MEMORY
        24, EMFILE, TOO_MANY_HANDLES
        23, ENFILE, TOO_MANY_HANDLES
        9, EBADF, BAD_HANDLE
        88, ENOTSOCK, BAD_HANDLE
        22, EINVAL, INVALID
        95, EOPNOTSUPP, NOT_SUPPORTED
        38, ENOSYS, NOT_SUPPORTED
        1, EPERM, PERMISSION
        13, EACCES, ACCESS
        2, ENOENT, NOT_FOUND
        17, EEXIST, EXISTS
        21, EISDIR, IS_DIRECTORY
        20, ENOTDIR, NOT_DIRECTORY
        36, ENAMETOOLONG, NAME_TOO_LONG
        28, ENOSPC, NO_SPACE
        122, EDQUOT, NO_SPACE
        27, EFBIG, FILE_TOO_BIG
        30, EROFS, READ_ONLY
        5, EIO, IO
        16, EBUSY, BUSY
        125, ECANCELED, CANCELLED
        110, ETIMEDOUT, TIMED_OUT
        133, EHWPOISON, OTHER
        """)
    void eachErrorHasItsPortableName(int errno, String name, IoError error) {
        assertEquals(name, ErrorNumbers.name(errno));
        assertEquals(error, LinuxErrors.of(errno));
        assertEquals(error.result(), LinuxErrors.result(-errno));
    }

    @Test
    void noOtherErrorHasOne() {
        Map<IoError, Long> named = IntStream.rangeClosed(0, 133)
                .mapToObj(LinuxErrors::of)
                .collect(Collectors.groupingBy(error -> error, Collectors.counting()));
        assertEquals(134 - 42, named.get(IoError.OTHER));
    }

    @Test
    void aNumberBeyondTheTableIsOther() {
        assertEquals(IoError.OTHER, LinuxErrors.of(134));
        assertEquals(IoError.OTHER, LinuxErrors.of(4095));
        assertEquals(IoError.OTHER, LinuxErrors.of(-1));
    }

    @Test
    void aValuePassesAsItIs() {
        assertEquals(0, LinuxErrors.result(0));
        assertEquals(Integer.MAX_VALUE, LinuxErrors.result(Integer.MAX_VALUE));
        assertThrows(ArithmeticException.class, () -> LinuxErrors.result(1L << 32));
    }
}
