package dev.gatun.testkit.walk;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.nio.charset.StandardCharsets;

/** Writes and reads a file at random places, and knows what every byte must be. One operation at a time. */
final class FileActor extends Actor {
    private static final int SIZE = 1 << 16;

    private final byte[] model = new byte[SIZE];
    private final byte[] maybe = new byte[SIZE];
    private final boolean[] unsure = new boolean[SIZE];
    private final Watched one = new Watched(this::onResult);
    private final String path;
    private long file = -1;
    private int offset;
    private byte value;
    private Buffer buffer;
    private Doing doing = Doing.NOTHING;

    private enum Doing {
        NOTHING,
        OPENING,
        WRITING,
        READING,
        SYNCING
    }

    FileActor(Cpu cpu, Randomness random, int number) {
        super(cpu, random);
        path = "/walk-" + number;
        buffer = allocate(4096);
    }

    private Buffer allocate(int bytes) {
        Buffer allocated = cpu.buffers().allocate(bytes);
        if (allocated == null) {
            throw new AssertionError("no buffer although nobody took any");
        }
        return allocated;
    }

    @Override
    void act() {
        if (!one.isFree()) {
            if (random.oneIn(10)) {
                one.future.cancel();
            }
            return;
        }
        if (file < 0) {
            open();
            return;
        }
        switch (random.below(5)) {
            case 0, 1 -> write();
            case 2, 3 -> read();
            default -> {
                doing = Doing.SYNCING;
                one.arming();
                one.future.sync(file, random.oneIn(2) ? Operation.DATA_ONLY : 0);
            }
        }
    }

    private void open() {
        doing = Doing.OPENING;
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        buffer.clear().writeBytes(bytes, 0, bytes.length);
        one.arming();
        one.future.open(buffer, Operation.OPEN_READ | Operation.OPEN_WRITE | Operation.OPEN_CREATE, 0644);
    }

    private void write() {
        doing = Doing.WRITING;
        int length = 1 + random.below(buffer.capacity());
        offset = random.below(SIZE - length);
        value = (byte) (1 + random.below(127));
        buffer.clear();
        for (int i = 0; i < length; i++) {
            buffer.writeByte(value);
        }
        one.arming();
        one.future.write(file, buffer, offset);
    }

    private void read() {
        doing = Doing.READING;
        offset = random.below(SIZE - buffer.capacity());
        buffer.clear();
        one.arming();
        one.future.read(file, buffer, offset);
    }

    private void onResult(int result) {
        switch (doing) {
            case OPENING -> {
                if (result >= 0) {
                    file = own(result);
                }
            }
            case WRITING -> wrote(result);
            case READING -> compare(result);
            case SYNCING, NOTHING -> {}
        }
        doing = Doing.NOTHING;
    }

    /** An error says nothing of how much was written before it: those bytes may be either. */
    private void wrote(int result) {
        int length = result < 0 ? buffer.readable() : result;
        for (int i = offset; i < offset + length; i++) {
            if (result < 0) {
                maybe[i] = value;
                unsure[i] = true;
            } else {
                model[i] = value;
                unsure[i] = false;
            }
        }
    }

    private void compare(int result) {
        for (int i = 0; i < result; i++) {
            byte read = buffer.getByte(i);
            int at = offset + i;
            if (read != model[at] && !(unsure[at] && read == maybe[at])) {
                throw new AssertionError(path + " at " + at + ": " + read + ", not " + model[at]);
            }
            if (unsure[at]) {
                model[at] = read;
                unsure[at] = false;
            }
        }
        if (isError(result, IoError.BAD_HANDLE, IoError.INVALID)) {
            throw new AssertionError(path + ": " + IoError.of(result));
        }
    }

    @Override
    void check() {
        checkEnds();
        if (!one.future.isArmed()) {
            buffer.free();
        } else {
            buffer.freeWhenReleased();
        }
    }
}
