package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.spi.Operation;
import org.junit.jupiter.api.Test;

class LinuxFlagsTest {
    private static final int BOTH = Operation.POLL_READ | Operation.POLL_WRITE;

    @Test
    void aFileIsAlwaysClosedInChildren() {
        assertEquals(Linux.O_CLOEXEC() | Linux.O_RDONLY(), LinuxFlags.open(0));
        assertEquals(Linux.O_CLOEXEC() | Linux.O_RDONLY(), LinuxFlags.open(Operation.OPEN_READ));
        assertEquals(Linux.O_CLOEXEC() | Linux.O_WRONLY(), LinuxFlags.open(Operation.OPEN_WRITE));
        assertEquals(Linux.O_CLOEXEC() | Linux.O_RDWR(), LinuxFlags.open(Operation.OPEN_READ | Operation.OPEN_WRITE));
    }

    @Test
    void eachOpenFlagIsPassedOn() {
        openIs(Linux.O_CREAT(), Operation.OPEN_CREATE);
        openIs(Linux.O_EXCL(), Operation.OPEN_EXCLUSIVE);
        openIs(Linux.O_TRUNC(), Operation.OPEN_TRUNCATE);
        openIs(Linux.O_APPEND(), Operation.OPEN_APPEND);
        openIs(Linux.O_DIRECT(), Operation.OPEN_DIRECT);
        openIs(Linux.O_DSYNC(), Operation.OPEN_DATA_SYNC);
    }

    private static void openIs(int expected, int flag) {
        assertEquals(Linux.O_CLOEXEC() | Linux.O_WRONLY() | expected, LinuxFlags.open(Operation.OPEN_WRITE | flag));
    }

    @Test
    void aHoleKeepsTheSizeWhetherAskedOrNot() {
        int hole = Linux.FALLOC_FL_PUNCH_HOLE() | Linux.FALLOC_FL_KEEP_SIZE();
        assertEquals(0, LinuxFlags.allocate(0));
        assertEquals(Linux.FALLOC_FL_KEEP_SIZE(), LinuxFlags.allocate(Operation.ALLOCATE_KEEP_SIZE));
        assertEquals(hole, LinuxFlags.allocate(Operation.ALLOCATE_PUNCH_HOLE));
        assertEquals(hole, LinuxFlags.allocate(Operation.ALLOCATE_PUNCH_HOLE | Operation.ALLOCATE_KEEP_SIZE));
    }

    @Test
    void noMessageRaisesASignal() {
        assertEquals(Linux.MSG_NOSIGNAL(), LinuxFlags.message(0));
        assertEquals(Linux.MSG_NOSIGNAL() | Linux.MSG_PEEK(), LinuxFlags.message(Operation.PEEK));
        assertEquals(Linux.MSG_NOSIGNAL() | Linux.MSG_WAITALL(), LinuxFlags.message(Operation.WAIT_ALL));
        assertEquals(Linux.MSG_NOSIGNAL() | Linux.MSG_MORE(), LinuxFlags.message(Operation.MORE_FOLLOWS));
        int portableOnly = Operation.MULTISHOT | Operation.POOL_BUFFER | Operation.ZERO_COPY;
        assertEquals(Linux.MSG_NOSIGNAL(), LinuxFlags.message(portableOnly));
    }

    @Test
    void aPollAsksForWhatIsWantedAlone() {
        assertEquals(Linux.POLLIN(), LinuxFlags.poll(Operation.POLL_READ | Operation.MULTISHOT));
        assertEquals(Linux.POLLOUT(), LinuxFlags.poll(Operation.POLL_WRITE));
        assertEquals(Linux.POLLIN() | Linux.POLLOUT(), LinuxFlags.poll(BOTH));
    }

    @Test
    void whatIsReadyIsTold() {
        assertEquals(0, LinuxFlags.pollResult(0));
        assertEquals(Operation.POLL_READ, LinuxFlags.pollResult(Linux.POLLIN()));
        assertEquals(Operation.POLL_WRITE, LinuxFlags.pollResult(Linux.POLLOUT()));
        assertEquals(BOTH, LinuxFlags.pollResult(Linux.POLLIN() | Linux.POLLOUT()));
        assertEquals(Operation.POLL_READ, LinuxFlags.pollResult(Linux.POLLRDHUP()));
    }

    @Test
    void afterAFailureBothWaysAreReady() {
        assertEquals(BOTH | Operation.POLL_HANG_UP, LinuxFlags.pollResult(Linux.POLLHUP()));
        assertEquals(BOTH | Operation.POLL_HANG_UP, LinuxFlags.pollResult(Linux.POLLERR() | Linux.POLLIN()));
        assertEquals(BOTH | Operation.POLL_HANG_UP, LinuxFlags.pollResult(Linux.POLLNVAL()));
    }

    @Test
    void eachSideIsShutByItsNumber() {
        assertEquals(Linux.SHUT_RD(), LinuxFlags.shutdown(Operation.SHUT_READ));
        assertEquals(Linux.SHUT_WR(), LinuxFlags.shutdown(Operation.SHUT_WRITE));
        assertEquals(Linux.SHUT_RDWR(), LinuxFlags.shutdown(Operation.SHUT_READ | Operation.SHUT_WRITE));
        assertEquals(-1, LinuxFlags.shutdown(0));
    }
}
