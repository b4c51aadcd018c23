package dev.gatun.testkit;

import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine's open handles. A number is used again only when {@link Fault#HANDLE_REUSED} says so, and then at once:
 * whoever still holds the old one meets a stranger. The driver's thread only.
 */
final class HandleTable {
    private static final int FIRST = 3;

    private final SimulatedKernel kernel;
    private final Dice dice;
    private final Trace trace;
    private final int handlesMax;
    private final BitSet free = new BitSet();
    private @Nullable KernelObject[] open = new @Nullable KernelObject[16];
    /** For each number, the event that closed it last; 0 for none. */
    private long[] closedAtEvent = new long[16];

    private int next = FIRST;
    private int count;

    HandleTable(SimulatedKernel kernel, Dice dice, Trace trace) {
        this.kernel = kernel;
        this.dice = dice;
        this.trace = trace;
        handlesMax = kernel.limits().intValue(Limit.HANDLES);
    }

    /** Gives an object its handle, or answers an error. */
    long open(KernelObject object, String origin) {
        if (count == handlesMax) {
            return IoError.TOO_MANY_HANDLES.result();
        }
        int number = !free.isEmpty() && dice.hit(Fault.HANDLE_REUSED) ? free.nextSetBit(0) : next++;
        free.clear(number);
        if (number >= open.length) {
            open = Arrays.copyOf(open, 2 * number);
            closedAtEvent = Arrays.copyOf(closedAtEvent, 2 * number);
        }
        open[number] = object;
        count++;
        trace.handle(Trace.Step.OPENED, number);
        object.onOpened(number, origin + ", at event " + trace.count());
        return number;
    }

    @Nullable
    KernelObject get(long handle) {
        return handle >= 0 && handle < open.length ? open[(int) handle] : null;
    }

    /** The same handle stands for another object from now on. */
    void replace(KernelObject before, KernelObject after, String origin) {
        assert get(before.handle()) == before : before.description() + " is not open";
        open[(int) before.handle()] = after;
        after.onOpened(before.handle(), origin + ", at event " + trace.count());
    }

    int close(long handle) {
        KernelObject object = get(handle);
        if (object == null) {
            if (handle >= FIRST && handle < next) {
                throw kernel.failure("handle " + handle + " was closed a second time; the first was event "
                        + closedAtEvent[(int) handle]);
            }
            return IoError.BAD_HANDLE.result();
        }
        int number = (int) handle;
        open[number] = null;
        free.set(number);
        count--;
        trace.handle(Trace.Step.CLOSED, number);
        closedAtEvent[number] = trace.count();
        object.close();
        return 0;
    }

    /** A line for each that is open. */
    List<String> descriptions() {
        List<String> descriptions = new ArrayList<>();
        for (KernelObject object : open) {
            if (object != null) {
                descriptions.add(object.description());
            }
        }
        return descriptions;
    }
}
