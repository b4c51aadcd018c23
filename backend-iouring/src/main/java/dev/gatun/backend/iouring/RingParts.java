package dev.gatun.backend.iouring;

import dev.gatun.spi.BufferSource;

/** What a backend is made of; its writer, its reaper and its teardown take from it what they need. */
record RingParts(
        Ring ring,
        FlightTable flights,
        MessageSlab messages,
        BatchDesk batches,
        ConnectDesk connects,
        ZeroCopyDesk zeroCopies,
        RegisteredMemory memory,
        RegisteredHandles handles,
        BufferRing buffers,
        BufferSource source) {}
