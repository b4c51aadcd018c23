package dev.gatun.testkit.walk;

import dev.gatun.Buffer;
import dev.gatun.Cpu;

/** As its parent, but receives into buffers of the pool, one at a time or many in one arming. */
final class PooledStreamActor extends StreamActor {
    PooledStreamActor(Cpu cpu, Randomness random) {
        super(cpu, random);
    }

    @Override
    void startReceiving() {
        if (!receive.isFree()) {
            return;
        }
        receive.arming();
        if (random.oneIn(2)) {
            receive.future.receiveMany(server());
        } else {
            receive.future.receivePooled(server());
        }
    }

    @Override
    void onReceived(int result) {
        Buffer buffer = receive.future.buffer();
        if (buffer != null) {
            verify(buffer);
            buffer.free();
        }
    }
}
