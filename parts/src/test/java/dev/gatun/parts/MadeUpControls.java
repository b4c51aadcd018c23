package dev.gatun.parts;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.spi.Datagrams;
import java.lang.foreign.ValueLayout;

/** Control messages of no system: level 4 and 6, type 1 is where a datagram went, type 2 its hop limit. */
final class MadeUpControls extends ControlMessages {
    static final int BYTES = 128;
    static final int DESTINATION = 1;
    static final int HOP_LIMIT = 2;

    MadeUpControls(int lengthBytes, int headerBytes, int alignment) {
        super(BYTES, lengthBytes, headerBytes, alignment);
    }

    int add(long control, int length, int level, int value) {
        return addNumber(control, length, level, HOP_LIMIT, value);
    }

    /** Where its data is to stand. */
    long begin(long control, int length, int level, int bytes) {
        return begin(control, length, level, DESTINATION, bytes);
    }

    int spaceOf(int bytes) {
        return space(bytes);
    }

    @Override
    protected long fact(int level, int type, long data, Datagrams.Fact fact) {
        return fact == Datagrams.Fact.HOP_LIMIT && type == HOP_LIMIT ? level * 1_000L + number(data) : Datagrams.UNTOLD;
    }

    @Override
    protected long inet4Destination(int level, int type, long data) {
        return level == 4 && type == DESTINATION ? data : 0;
    }

    @Override
    protected long inet6Destination(int level, int type, long data) {
        return level == 6 && type == DESTINATION ? data : 0;
    }

    @Override
    protected int beginAddress(long into, boolean isInet6) {
        int bytes = isInet6 ? 24 : 8;
        NativeMemory.at(into, bytes).fill((byte) 0);
        NativeMemory.ALL.set(ValueLayout.JAVA_BYTE, into, (byte) (isInet6 ? 6 : 4));
        return bytes;
    }

    @Override
    protected long host(boolean isInet6) {
        return isInet6 ? 8 : 4;
    }
}
