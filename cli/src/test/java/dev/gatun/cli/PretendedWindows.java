package dev.gatun.cli;

import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsSystem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Windows of which a test says what each function answers; what it does not say, there is none of. One thread. */
final class PretendedWindows implements WindowsSystem {
    /** What a function does with its first six arguments. */
    interface Answer {
        long to(long[] arguments);
    }

    private final List<Answer> answers = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    PretendedWindows with(String function, Answer answer) {
        answers.add(answer);
        numbers.put(function, answers.size());
        return this;
    }

    @Override
    public WindowsCalls newCalls(Arena arena) {
        return new WindowsCalls() {
            @Override
            public long call(
                    long function,
                    long a,
                    long b,
                    long c,
                    long d,
                    long e,
                    long f,
                    long g,
                    long h,
                    long i,
                    long j,
                    long k) {
                return answers.get((int) function - 1).to(new long[] {a, b, c, d, e, f});
            }

            @Override
            public int lastError() {
                return 0;
            }
        };
    }

    @Override
    public long function(String library, String name) {
        return numbers.getOrDefault(name, 0);
    }

    @Override
    public MemorySegment allocate(long bytes, long alignment, Arena arena) {
        return arena.allocate(bytes, alignment);
    }
}
