package dev.gatun;

/** What runs when a {@link Timer} is due, on the Cpu's thread. It may schedule and cancel any timer, its own too. */
@FunctionalInterface
public interface TimerCallback {
    void onTimer(Timer timer);
}
