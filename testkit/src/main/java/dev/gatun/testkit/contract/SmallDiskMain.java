package dev.gatun.testkit.contract;

import dev.gatun.Buffer;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.OpenOptions;
import dev.gatun.file.SequentialWriter;
import dev.gatun.file.Written;
import dev.gatun.net.CloseReason;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A process that writes more than the disk has, in each of three ways, and tells what became of it. Its arguments are
 * the provider's class and a path on a small disk.
 */
public final class SmallDiskMain {
    private static final int TOO_MUCH = 1 << 20;
    private static final int BLOCK = 1 << 16;
    private static final long SEED = 5;

    private final FileDriver files;
    private final String path;
    private final PrintStream out = System.out;

    private SmallDiskMain(FileDriver files, String path) {
        this.files = files;
        this.path = path;
    }

    public static void main(String[] arguments) throws Exception {
        IoBackendProvider provider = Class.forName(arguments[0])
                .asSubclass(IoBackendProvider.class)
                .getDeclaredConstructor()
                .newInstance();
        FileDriver files = new FileDriver(new Driver(new RealGround(provider)));
        SmallDiskMain disk = new SmallDiskMain(files, arguments[1]);
        disk.writeWhole();
        disk.writeBehind();
        disk.receive();
        files.closeAll();
        files.driver().close();
    }

    private AsyncFile emptied() {
        FileDriver.Opened opened =
                files.tryOpen(path, OpenOptions.readWrite().create().truncate());
        return Objects.requireNonNull(opened.file, () -> String.valueOf(opened.failure));
    }

    private void writeWhole() {
        AsyncFile file = emptied();
        Buffer buffer = files.driver().buffer(TOO_MUCH);
        FileDriver.fill(buffer, 0, TOO_MUCH, SEED);
        FileDriver.Told told = new FileDriver.Told();
        file.writeFully(buffer, 0, told::tell);
        files.await(told);
        int written = buffer.readerIndex();
        buffer.free();
        out.println("whole: " + written + " bytes, " + sound(file, written) + ", " + told.error());
        out.println("remedy: " + told.message());
        files.close(file);
    }

    private void writeBehind() {
        AsyncFile file = emptied();
        SequentialWriter writer = new SequentialWriter(file, 0);
        List<Integer> failures = new ArrayList<>();
        writer.onFailure((_, error) -> failures.add(error));
        for (int offset = 0; offset < TOO_MUCH && failures.isEmpty(); offset += BLOCK) {
            Buffer buffer = files.driver().buffer(BLOCK);
            FileDriver.fill(buffer, offset, BLOCK, SEED);
            files.until(() -> writer.isWritable() || !failures.isEmpty(), "room");
            writer.write(buffer);
        }
        files.until(() -> !failures.isEmpty(), "the failure");
        tell("behind", file, writer, failures);
    }

    /** Who is sent a file writes it down until he can't, and breaks off. */
    private void receive() {
        AsyncFile source = files.filled("source", TOO_MUCH, SEED);
        AsyncFile file = emptied();
        SequentialWriter writer = new SequentialWriter(file, 0);
        List<Integer> failures = new ArrayList<>();
        NetDriver.Pair pair = new NetDriver(files.driver()).pair();
        writer.onFailure((_, error) -> {
            failures.add(error);
            pair.client().abort();
        });
        pair.client().onReceive((_, buffer) -> {
            if (writer.write(buffer) == Written.FULL) {
                throw new IllegalStateException("the writer takes a megabyte before it is full");
            }
        });
        writer.watermarks(TOO_MUCH, 2 * TOO_MUCH);
        List<CloseReason> closes = new ArrayList<>();
        pair.server().onReceive((_, buffer) -> buffer.free());
        pair.server().onClose((_, reason) -> closes.add(reason));
        SendFileContract.Telling telling = new SendFileContract.Telling();
        pair.server().sendFile(source, 0, TOO_MUCH, telling::tell);
        files.until(() -> !failures.isEmpty() && !closes.isEmpty() && telling.times == 1, "the ends of all");
        tell("received", file, writer, failures);
        out.println("sender: " + closes.getFirst().error());
    }

    private void tell(String how, AsyncFile file, SequentialWriter writer, List<Integer> failures) {
        files.until(() -> file.inFlight() == 0, "the writer's operations");
        long written = writer.written();
        out.println(how + ": " + written + " bytes, " + sound(file, (int) written) + ", "
                + IoError.of(failures.getFirst()) + " told " + failures.size() + " times");
        files.close(file);
    }

    /** What was told to be written is there, byte by byte. */
    private String sound(AsyncFile file, int bytes) {
        Buffer buffer = files.driver().buffer(bytes);
        FileDriver.Told told = new FileDriver.Told();
        file.readFully(buffer, 0, told::tell);
        buffer.writerIndex((int) Math.min(files.awaitWell(told), bytes));
        FileDriver.check(buffer, 0, SEED);
        String found = buffer.readable() == bytes ? "all there" : "only " + buffer.readable() + " there";
        buffer.free();
        return found;
    }
}
