package dev.gatun.file;

import dev.gatun.Cpu;
import dev.gatun.CpuLocal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files of one Cpu share: which are open, and operations, which are lent and come back. Its Cpu's thread
 * alone, as long as that.
 */
final class FileCore {
    private static final CpuLocal<FileCore> LOCAL = new CpuLocal<>(FileCore::new, FileCore::onCpuClosing);

    final Cpu cpu;

    /** What ends with the Cpu, or with its file. */
    interface Member {
        /** It may be told so twice. */
        void onEnding();
    }

    private final Thread owner = Thread.currentThread();
    private final List<Member> members = new ArrayList<>();
    private @Nullable FileOperation unused;
    private boolean isClosing;

    private FileCore(Cpu cpu) {
        this.cpu = cpu;
    }

    static FileCore of(Cpu cpu) {
        return LOCAL.of(cpu);
    }

    void checkOwner() {
        if (Thread.currentThread() != owner) {
            throw new WrongThreadException("Cpu " + cpu.index() + " belongs to " + owner.getName() + ", and "
                    + Thread.currentThread().getName() + " called; use Cpu.requestRun");
        }
    }

    /** No verb from now on; handles are closed by calls. */
    boolean isClosing() {
        return isClosing;
    }

    void add(Member member) {
        members.add(member);
    }

    void remove(Member member) {
        members.remove(member);
    }

    /** One to arm; it stays here until it {@linkplain #took was}, so that nothing is lost where a verb refuses. */
    FileOperation unused() {
        FileOperation operation = unused;
        if (operation == null) {
            operation = new FileOperation(this);
            unused = operation;
        }
        return operation;
    }

    void took(FileOperation operation) {
        assert unused == operation : "armed, but not lent: " + operation.future;
        unused = operation.next;
        operation.next = null;
    }

    void giveBack(FileOperation operation) {
        operation.next = unused;
        unused = operation;
    }

    /** Has the system close the handle, and tells the file. */
    void closing(long handle, AsyncFile file) {
        new ClosingHandle(this, handle, file).begin();
    }

    private void onCpuClosing() {
        isClosing = true;
        List.copyOf(members).forEach(Member::onEnding);
    }
}
