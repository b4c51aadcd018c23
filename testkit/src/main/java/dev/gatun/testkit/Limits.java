package dev.gatun.testkit;

import java.util.StringJoiner;

/** How big a simulated machine is. Immutable: {@link #with} answers another one. */
public final class Limits {
    private static final Limit[] ALL = Limit.values();
    private static final Limits USUAL = usualValues();

    private final long[] values;

    private Limits(long[] values) {
        this.values = values;
    }

    public static Limits usual() {
        return USUAL;
    }

    public Limits with(Limit limit, long value) {
        long most = limit == Limit.DISK_BYTES ? Long.MAX_VALUE : 1 << 24;
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(limit + " of " + value + " is not between 1 and " + most);
        }
        long[] changed = values.clone();
        changed[limit.ordinal()] = value;
        return new Limits(changed);
    }

    public long value(Limit limit) {
        return values[limit.ordinal()];
    }

    int intValue(Limit limit) {
        return Math.toIntExact(value(limit));
    }

    /** As it is written: what a failure prints, so that the run can be repeated. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("", "Limits.usual()", "");
        for (Limit limit : ALL) {
            if (value(limit) != limit.usual()) {
                text.add(".with(Limit." + limit + ", " + value(limit) + "L)");
            }
        }
        return text.toString();
    }

    private static Limits usualValues() {
        long[] values = new long[ALL.length];
        for (Limit limit : ALL) {
            values[limit.ordinal()] = limit.usual();
        }
        return new Limits(values);
    }
}
