package dev.gatun;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a layer above the core keeps beside each Cpu: made when it is first asked for there, told when the Cpu closes.
 * The key may be shared by all threads; each value is its Cpu's thread's alone.
 */
public final class CpuLocal<T> {
    private final Function<Cpu, T> make;
    private final Consumer<T> onClosing;

    /** {@code onClosing} runs when a Cpu begins to close: operations can still be armed, and will be cancelled. */
    public CpuLocal(Function<Cpu, T> make, Consumer<T> onClosing) {
        this.make = make;
        this.onClosing = onClosing;
    }

    public T of(Cpu cpu) {
        T value = ofOpen(cpu);
        if (value == null) {
            throw new IllegalStateException("Cpu " + cpu.index() + " is closed, or closing");
        }
        return value;
    }

    /** Null where the Cpu closes and has none. */
    @SuppressWarnings("unchecked") // only this puts in what only this takes out
    public @Nullable T ofOpen(Cpu cpu) {
        cpu.checkOwner();
        Object value = cpu.locals().get(this);
        if (value == null && !cpu.isClosing()) {
            value = make.apply(cpu);
            cpu.locals().put(this, value);
        }
        return (T) value;
    }

    @SuppressWarnings("unchecked")
    static void tellClosing(CpuLocal<?> local, Object value) {
        ((CpuLocal<Object>) local).onClosing.accept(value);
    }
}
