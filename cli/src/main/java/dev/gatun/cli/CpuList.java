package dev.gatun.cli;

import java.util.BitSet;

/** Numbers in the kernel's notation: "0-3,8". Nonsense is no number. */
record CpuList(BitSet numbers) {
    static CpuList parse(String text) {
        BitSet numbers = new BitSet();
        for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] ends = range.split("-", 2);
            try {
                int first = Integer.parseInt(ends[0]);
                int last = Integer.parseInt(ends[ends.length - 1]);
                if (first >= 0 && last >= first) {
                    numbers.set(first, last + 1);
                }
            } catch (NumberFormatException e) {
                numbers.clear(); // a kernel that writes otherwise is not understood
            }
        }
        return new CpuList(numbers);
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    boolean intersects(CpuList other) {
        return numbers.intersects(other.numbers);
    }
}
