package dev.gatun.testkit.walk;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.FileStatus;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.nio.charset.StandardCharsets;

/**
 * Writes, reads, cuts and punches a file at random places, and knows what every byte and its size must be. One
 * operation at a time.
 */
final class FileActor extends Actor {
    private static final int SIZE = 1 << 16;

    private final byte[] model = new byte[SIZE];
    private final byte[] maybe = new byte[SIZE];
    private final boolean[] unsure = new boolean[SIZE];
    private final Watched one = new Watched(this::onResult);
    private final String path;
    private final FileStatus status;
    private long file = -1;
    /** What a status may say: the one unless the other, which only differ after an operation that failed. */
    private int size;

    private int maybeSize;
    private int newSize;
    private int offset;
    private int length;
    private byte value;
    private Buffer buffer;
    private Doing doing = Doing.NOTHING;

    private enum Doing {
        NOTHING,
        OPENING,
        WRITING,
        READING,
        SYNCING,
        ASKING,
        TRUNCATING,
        ALLOCATING,
        PUNCHING
    }

    FileActor(Cpu cpu, Randomness random, int number) {
        super(cpu, random);
        path = "/walk-" + number;
        buffer = allocate(4096);
        status = cpu.newStatus();
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
        switch (random.below(9)) {
            case 0, 1 -> write();
            case 2, 3 -> read();
            case 4 -> {
                doing = Doing.SYNCING;
                one.arming();
                one.future.sync(file, random.oneIn(2) ? Operation.DATA_ONLY : 0);
            }
            case 5, 6 -> {
                doing = Doing.ASKING;
                one.arming();
                one.future.status(file, status);
            }
            case 7 -> truncate();
            default -> reshape();
        }
    }

    private void truncate() {
        doing = Doing.TRUNCATING;
        newSize = random.below(SIZE);
        one.arming();
        one.future.truncate(file, newSize);
    }

    /** Makes room, or a hole. */
    private void reshape() {
        boolean punches = random.oneIn(2);
        boolean keeps = random.oneIn(2);
        doing = punches ? Doing.PUNCHING : Doing.ALLOCATING;
        length = 1 + random.below(2 * buffer.capacity());
        offset = random.below(SIZE - length);
        newSize = punches || keeps ? 0 : offset + length;
        int flags = (punches ? Operation.ALLOCATE_PUNCH_HOLE : 0) | (keeps ? Operation.ALLOCATE_KEEP_SIZE : 0);
        one.arming();
        one.future.allocate(file, offset, length, flags);
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
        length = 1 + random.below(buffer.capacity());
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
            case ASKING -> compareSize(result);
            case TRUNCATING -> truncated(result);
            case ALLOCATING -> grown(result, newSize);
            case PUNCHING -> becomes(offset, offset + length, (byte) 0, result >= 0);
            case SYNCING, NOTHING -> {}
        }
        doing = Doing.NOTHING;
    }

    /** An error says nothing of how much was written before it. */
    private void wrote(int result) {
        int end = offset + (result < 0 ? buffer.readable() : result);
        becomes(offset, end, value, result >= 0);
        grown(result, end);
    }

    private void truncated(int result) {
        becomes(newSize, SIZE, (byte) 0, result >= 0);
        maybeSize = newSize;
        if (result >= 0) {
            size = newSize;
        }
    }

    private void grown(int result, int end) {
        maybeSize = Math.max(maybeSize, end);
        if (result >= 0) {
            size = Math.max(size, end);
        }
    }

    /** Bytes that may be either until they are read, when it is not certain that they have become it. */
    private void becomes(int from, int to, byte what, boolean certain) {
        for (int i = from; i < to; i++) {
            if (certain) {
                model[i] = what;
            } else {
                maybe[i] = what;
            }
            unsure[i] = !certain;
        }
    }

    private void compareSize(int result) {
        if (result < 0) {
            return;
        }
        long told = status.sizeBytes();
        if (told != size && told != maybeSize) {
            throw new AssertionError(path + " has " + told + " bytes, not " + size + " or " + maybeSize);
        }
        size = (int) told;
        maybeSize = size;
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
