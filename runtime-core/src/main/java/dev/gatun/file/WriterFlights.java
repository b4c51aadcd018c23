package dev.gatun.file;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.spi.IoError;
import java.util.ArrayDeque;

/** The writes of a {@link SequentialWriter} that are in flight, each of several buffers. The Cpu's thread alone. */
final class WriterFlights {
    /** Buffers in one gathered write. */
    private static final int GATHER_MAX = 64;

    private final SequentialWriter writer;
    private final AsyncFile file;
    private final Flight[] all;
    private int inFlight;

    /** Where the first of what failed would have been written. */
    private long lostFrom = Long.MAX_VALUE;

    WriterFlights(SequentialWriter writer, AsyncFile file, int writesMax) {
        this.writer = writer;
        this.file = file;
        all = new Flight[writesMax];
        for (int i = 0; i < writesMax; i++) {
            all[i] = new Flight();
        }
    }

    private final class Flight implements VectorCallback {
        private final ArrayDeque<Buffer> buffers = new ArrayDeque<>(GATHER_MAX);
        private final BufferVector vector = file.cpu().newVector(GATHER_MAX);
        private long offset;
        private boolean isUsed;

        /** What is left of it. */
        private void write() {
            vector.clear();
            for (Buffer buffer : buffers) {
                vector.addReadable(buffer);
            }
            file.write(vector, offset, this);
        }

        @Override
        public void onTransferred(AsyncFile of, BufferVector with, int result) {
            boolean isAgain = result == IoError.INTERRUPTED.result() || result == IoError.WOULD_BLOCK.result();
            if (result > 0) {
                advance(result);
            }
            if (result < 0 && !isAgain) {
                writer.fail(result);
            } else if (result == 0) {
                writer.fail(IoError.IO.result()); // nothing of something was written: there is no end to that
            }
            if (buffers.isEmpty() || writer.hasFailed() || !file.isOpen()) {
                end();
            } else {
                write();
            }
        }

        private void advance(int bytes) {
            int left = bytes;
            offset += bytes;
            while (left > 0) {
                Buffer buffer = buffers.getFirst();
                int part = Math.min(left, buffer.readable());
                buffer.readerIndex(buffer.readerIndex() + part);
                left -= part;
                if (buffer.readable() == 0) {
                    buffers.removeFirst().free();
                }
            }
            writer.onWritten(bytes);
        }

        private void end() {
            if (!buffers.isEmpty()) {
                lostFrom = Math.min(lostFrom, offset);
                writer.fail(IoError.CLOSED.result());
            }
            while (!buffers.isEmpty()) {
                buffers.removeFirst().free();
            }
            vector.clear();
            isUsed = false;
            inFlight--;
        }
    }

    boolean hasRoom() {
        return inFlight < all.length;
    }

    /** As many buffers as there are and fit; how many bytes they are. */
    int begin(ArrayDeque<Buffer> queue, long offset) {
        Flight flight = unused();
        flight.isUsed = true;
        flight.offset = offset;
        inFlight++;
        int bytes = 0;
        while (!queue.isEmpty() && flight.buffers.size() < GATHER_MAX) {
            Buffer buffer = queue.removeFirst();
            bytes += buffer.readable();
            flight.buffers.addLast(buffer);
        }
        flight.write();
        return bytes;
    }

    private Flight unused() {
        for (Flight flight : all) {
            if (!flight.isUsed) {
                return flight;
            }
        }
        throw new IllegalStateException("all " + all.length + " writes are in flight");
    }

    /** Where the oldest is that is in flight, or could not be written; without one {@code otherwise}. */
    long firstOr(long otherwise) {
        long least = Math.min(lostFrom, otherwise);
        for (Flight flight : all) {
            if (flight.isUsed) {
                least = Math.min(least, flight.offset);
            }
        }
        return least;
    }
}
