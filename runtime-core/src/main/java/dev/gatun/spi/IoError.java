package dev.gatun.spi;

/**
 * What can go wrong, the same on every system; a table. On the hot path an error is its negated code; outside it an
 * {@code IoException} with the operation, the handle, this name, and the system's own number.
 */
public enum IoError {
    CANCELLED("the operation was cancelled"),
    TIMED_OUT("the operation's time was up"),
    CLOSED("it was closed on this side"),
    QUEUE_FULL("a bounded queue is full; try again when some of it has completed"),
    NO_BUFFERS("no buffer of the pool was free; free some, or raise the pool's limit"),
    WOULD_BLOCK("it would have blocked"),
    INTERRUPTED("a signal interrupted it"),
    RESET("the peer reset the connection"),
    REFUSED("nobody listens there"),
    ABORTED("the connection was aborted"),
    BROKEN_PIPE("the peer no longer reads"),
    NOT_CONNECTED("the socket is not connected"),
    ALREADY_CONNECTED("the socket is connected already"),
    IN_PROGRESS("it is under way already"),
    ADDRESS_IN_USE("the address is in use"),
    ADDRESS_NOT_AVAILABLE("the address is not one of this machine's"),
    ADDRESS_FAMILY("the address is of a family that the socket does not speak"),
    NETWORK_DOWN("the network is down"),
    NETWORK_UNREACHABLE("no route to the network"),
    HOST_UNREACHABLE("no route to the host"),
    MESSAGE_TOO_BIG("the datagram is too big"),
    NO_MEMORY("the system has no memory for it; look at the locked-memory limit"),
    TOO_MANY_HANDLES("the process or the system has no handle left; raise the limit of open files"),
    BAD_HANDLE("the handle is not open, or not of the right kind"),
    INVALID("an argument is not valid"),
    NOT_SUPPORTED("the system does not support it"),
    PERMISSION("it is not permitted"),
    ACCESS("access is denied"),
    NOT_FOUND("there is nothing by that name"),
    EXISTS("there is something by that name already"),
    IS_DIRECTORY("it is a directory"),
    NOT_DIRECTORY("it is not a directory"),
    NAME_TOO_LONG("the name is too long"),
    NO_SPACE("no space is left on the device; free some, and write the rest"),
    FILE_TOO_BIG("the file would be too big"),
    READ_ONLY("the file system is read-only"),
    IO("the device reported an error"),
    BUSY("it is busy"),
    BACKEND_FAILED("the backend failed; its core has stopped"),
    OTHER("an error without a portable name; see the system's number");

    private static final IoError[] BY_CODE = values();

    private final String meaning;

    IoError(String meaning) {
        this.meaning = meaning;
    }

    /** The negated code: what a result is. */
    public int result() {
        return -1 - ordinal();
    }

    /** A sentence without its capital: what it means, and the remedy where there is one. */
    public String meaning() {
        return meaning;
    }

    /** The error that a negative result stands for. */
    public static IoError of(int result) {
        int index = -1 - result;
        if (index < 0 || index >= BY_CODE.length) {
            throw new IllegalArgumentException("result " + result + " is no error");
        }
        return BY_CODE[index];
    }
}
