package dev.gatun.testkit.walk;

import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;

/** Somebody who uses a Cpu at random, and knows what must come of it. */
abstract class Actor {
    final Cpu cpu;
    final Randomness random;
    private final List<Long> handles = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();
    boolean finishing;

    Actor(Cpu cpu, Randomness random) {
        this.cpu = cpu;
        this.random = random;
    }

    /** One step, on any state of things. */
    abstract void act();

    /** No new work; what waits for ever is cancelled. */
    void finish() {
        finishing = true;
        watched.forEach(one -> one.future.cancel());
    }

    /** What must be true when all has ended. */
    void check() {}

    /** A future that counts its arms and its ends: they must be as many (invariant 3). */
    final class Watched {
        final IoFuture future = cpu.newFuture();
        private final Handler handler;
        private int armed;
        private int ended;

        Watched(Handler handler) {
            this.handler = handler;
            watched.add(this);
            future.onComplete(this::onResult);
        }

        boolean isFree() {
            return !future.isArmed() && !finishing;
        }

        void arming() {
            armed++;
        }

        private void onResult(IoFuture done) {
            if (!done.hasMore()) {
                ended++;
                if (ended > armed) {
                    throw new AssertionError(done + " ended " + ended + " times, armed " + armed);
                }
            }
            handler.onResult(done.result());
        }

        void checkEnds() {
            if (future.isArmed() ? ended != armed - 1 : ended != armed) {
                throw new AssertionError(future + " was armed " + armed + " times and ended " + ended);
            }
        }
    }

    interface Handler {
        void onResult(int result);
    }

    final void checkEnds() {
        watched.forEach(Watched::checkEnds);
    }

    final long own(long handle) {
        handles.add(handle);
        return handle;
    }

    void closeHandles() {
        handles.forEach(handle -> cpu.backend().sockets().close(handle));
        handles.clear();
    }

    static boolean isError(int result, IoError... errors) {
        return result < 0 && List.of(errors).contains(IoError.of(result));
    }
}
