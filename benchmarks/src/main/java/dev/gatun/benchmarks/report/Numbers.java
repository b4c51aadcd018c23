package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.json.JsonWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as a person reads them. */
final class Numbers {
    private Numbers() {}

    /** 1.345, 15.2, 1230: three or four digits that mean something, be it huge or tiny. */
    static String ratio(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return value >= 10 ? String.format(Locale.ROOT, "%.1f", value) : small(value);
    }

    private static String small(double value) {
        return value >= 0.01 ? String.format(Locale.ROOT, "%.3f", value) : String.format(Locale.ROOT, "%.2g", value);
    }

    static String spread(Ratio ratio) {
        return ratio.low() == null || ratio.high() == null
                ? "(too few rounds)"
                : "(" + ratio(ratio.low()) + " to " + ratio(ratio.high()) + ")";
    }

    /** 83.75, 1,234, 12.3 M where it has to be short. */
    static String figure(double value) {
        if (Math.abs(value) >= 1e7) {
            return String.format(Locale.ROOT, "%,.1f M", value / 1e6);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%,.0f" : "%.2f", value);
    }

    static String each(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** "420 ns", "1.5 µs", "2 ms". */
    static String duration(double nanos) {
        if (nanos < 1e3) {
            return plain(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return plain(nanos / 1e3) + " µs";
        }
        return nanos < 1e9 ? plain(nanos / 1e6) + " ms" : plain(nanos / 1e9) + " s";
    }

    /** Without a point where none is needed; powers of ten from a million on. */
    static String plain(double value) {
        if (value >= 1e6) {
            return "10^" + Math.round(Math.log10(value));
        }
        return JsonWriter.rounded(value);
    }
}
