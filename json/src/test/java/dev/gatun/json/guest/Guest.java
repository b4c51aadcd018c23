package dev.gatun.json.guest;

/** Of another package, as all is that is ever written. */
public final class Guest {
    private Guest() {}

    record Hidden(int seen) {}

    public static Object hidden() {
        return new Hidden(1);
    }
}
