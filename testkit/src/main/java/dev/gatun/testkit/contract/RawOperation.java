package dev.gatun.testkit.contract;

import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;

/** An operation without a core around it: what a backend is asked, field by field. */
public final class RawOperation extends Operation {
    public RawOperation(int slot, OperationKind kind, long handle, int flags) {
        userData = 1L << 32 | slot;
        this.kind = kind;
        this.handle = handle;
        this.flags = flags;
    }

    public RawOperation memory(long address, int length) {
        this.address = address;
        this.length = length;
        return this;
    }

    public RawOperation offset(long offset) {
        this.offset = offset;
        return this;
    }

    public RawOperation batch(DatagramBatch batch) {
        this.batch = batch;
        return this;
    }

    public RawOperation peer(long address, int length) {
        peerAddress = address;
        peerLength = length;
        return this;
    }
}
