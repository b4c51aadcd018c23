package dev.gatun.testkit.contract;

import java.io.IOException;

/** A driver for tests that are not the contract's, but stand on the same ground. */
public final class OnGround {
    private OnGround() {}

    /** Before the first test there is none. */
    public static Driver none() {
        return new Driver();
    }

    public static Driver driver(Ground ground) {
        return new Driver(ground);
    }

    /** Nothing may be left. */
    public static void close(Driver driver) throws IOException {
        driver.close();
    }
}
