package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.windows.NtStatus;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.spi.Completions;
import dev.gatun.spi.DirectoryChanges.Step;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How directories end, what is too much, and whose the memory is: what Wine does not show, by a Windows that notes. */
class IocpDirectoryChangesTest {
    private final Arena arena = Arena.ofConfined();
    private final DirectoryWindows windows = new DirectoryWindows();
    private final Winsock winsock = new Winsock(new Functions(windows), arena);
    private final Port port = new Port(winsock.functions, 1, arena);
    private final HandleTable handles = new HandleTable(winsock, port, arena, _ -> {});
    private final SlotTable slots = new SlotTable(windows, arena);
    private final Endings endings = new Endings();
    private final IocpDirectoryChanges changes =
            new IocpDirectoryChanges(winsock, handles, slots, port, endings, arena);
    private final Completions completions = new Completions(8);
    private final long queue = changes.open();

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, slots.taken());
        assertEquals(0, endings.inFlight());
        arena.close();
    }

    private List<String> take() {
        List<String> told = new ArrayList<>();
        changes.take(
                queue,
                (directory, kind, _, isDirectory, name) -> told.add(directory + " " + kind + " "
                        + new String(name, StandardCharsets.UTF_8) + (isDirectory ? "/" : "")));
        return told;
    }

    private void packet() {
        changes.onPacket(slots.slotOf(windows.overlapped));
    }

    private void endAll() {
        changes.end(queue);
        if (slots.taken() > 0) {
            packet();
        }
    }

    @Test
    void whatIsTakenIsAskedForAgainBeforeItIsTold() {
        assertEquals(1, changes.add(queue, "d"));
        assertEquals(1, slots.taken());
        assertEquals(IoError.WOULD_BLOCK.result(), changes.take(queue, (_, _, _, _, _) -> {}));
        windows.end(WindowsFiles.FILE_ACTION_ADDED, "sub.d");
        packet();
        assertEquals(1, windows.begun, "not before it is taken: Windows keeps what changes");
        assertEquals(0, slots.taken());
        changes.take(queue, (_, _, _, _, _) -> assertEquals(2, windows.begun));
        windows.end(WindowsFiles.FILE_ACTION_REMOVED, "sub.d");
        packet();
        assertEquals(List.of("1 DELETED sub.d"), take(), "of what is gone nobody knows");
        endAll();
    }

    @Test
    void aPollIsToldByThePacketOrAtOnce() {
        changes.add(queue, "d");
        HandleState state = Objects.requireNonNull(handles.current(queue));
        RawOperation poll = new RawOperation(1, OperationKind.POLL, queue, Operation.POLL_READ);
        endings.begin(poll);
        changes.poll(state, poll, completions);
        assertEquals(0, completions.count());
        windows.end(WindowsFiles.FILE_ACTION_ADDED, "a");
        packet();
        endings.tellKept(completions);
        assertEquals(1, completions.count());
        assertEquals(Operation.POLL_READ, completions.result(0));
        endings.begin(poll);
        changes.poll(state, poll, completions);
        assertEquals(2, completions.count());
        assertEquals(List.of("1 CREATED a"), take());
        endAll();
        endings.begin(poll);
        changes.poll(state, poll, completions);
        assertEquals(IoError.BAD_HANDLE.result(), completions.result(2));
    }

    @Test
    void moreThanWindowsKeepsIsAnOverflow() {
        changes.add(queue, "d");
        windows.end(0, 0);
        packet();
        assertEquals(List.of("-1 OVERFLOW "), take());
        windows.end(NtStatus.STATUS_NOTIFY_ENUM_DIR, 0);
        packet();
        assertEquals(List.of("-1 OVERFLOW "), take());
        String remedy = changes.remedy(Step.OVERFLOW, IoError.QUEUE_FULL);
        assertTrue(remedy.startsWith("changes were lost: look through the directories again"), remedy);
        assertEquals(3, windows.begun, "it goes on");
        windows.end(WindowsFiles.FILE_ACTION_ADDED, "a");
        packet();
        windows.refusalOnce = WindowsErrors.ERROR_NOTIFY_ENUM_DIR;
        assertEquals(List.of("1 CREATED a", "-1 OVERFLOW "), take(), "what the next call says is no end");
        assertEquals(4, windows.begun);
        endAll();
    }

    @Test
    void aDirectoryThatIsGoneIsToldByItsAnswerOrByTheNextCall() {
        changes.add(queue, "d");
        windows.end(NtStatus.STATUS_DELETE_PENDING, 0);
        packet();
        assertEquals(List.of("1 DIRECTORY_GONE /"), take());
        assertEquals(
                List.of("CloseHandle 2"), closed(), "after the socket that is asked for extensions, and the queue");
        changes.add(queue, "d");
        windows.end(WindowsFiles.FILE_ACTION_REMOVED, "last");
        packet();
        windows.refusal = WindowsErrors.ERROR_ACCESS_DENIED;
        assertEquals(List.of("2 DELETED last", "2 DIRECTORY_GONE /"), take());
        assertEquals(IoError.NOT_FOUND.result(), changes.remove(queue, 2));
        changes.end(queue);
    }

    private List<String> closed() {
        return windows.noted.stream().filter(each -> each.startsWith("Close")).toList();
    }

    @Test
    void theRoomIsWindowsUntilThePacketOfAnEndThatWasAskedFor() {
        changes.add(queue, "1d");
        long first = windows.room;
        long overlapped = windows.overlapped;
        assertEquals(0, changes.remove(queue, 1));
        assertEquals(List.of("CancelIoEx 2", "CloseHandle 2"), windows.noted);
        assertEquals(1, slots.taken());
        changes.add(queue, "2d");
        assertNotEquals(first, windows.room, "Windows has it still");
        long second = windows.overlapped;
        changes.onPacket(slots.slotOf(overlapped));
        assertEquals(1, slots.taken());
        assertEquals(IoError.WOULD_BLOCK.result(), changes.take(queue, (_, _, _, _, _) -> {}));
        changes.add(queue, "3d");
        assertEquals(first, windows.room, "it came back");
        long third = windows.overlapped;
        changes.end(queue);
        changes.onPacket(slots.slotOf(third));
        changes.onPacket(slots.slotOf(second));
    }

    @Test
    void aDirectoryIsWatchedOnceAndAFileIsNone() {
        assertEquals(1, changes.add(queue, "d"));
        assertEquals(1, changes.add(queue, "d"));
        assertEquals(1, windows.begun);
        assertEquals(IoError.NOT_DIRECTORY.result(), changes.add(queue, "file"));
        assertEquals(2, closed().size(), "what was opened for nothing");
        windows.refusal = WindowsErrors.ERROR_INVALID_FUNCTION; // a file system that can't tell
        assertTrue(changes.add(queue, "2d") < 0);
        windows.refusal = 0;
        assertEquals(1, slots.taken());
        endAll();
    }

    @Test
    void afterTheBackendThereIsNone() {
        changes.add(queue, "d");
        changes.close();
        packet();
        assertEquals(IoError.CLOSED.result(), changes.open());
        assertEquals(IoError.BAD_HANDLE.result(), changes.add(queue, "d"));
        changes.end(queue);
    }
}
