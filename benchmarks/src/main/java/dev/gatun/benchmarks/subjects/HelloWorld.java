package dev.gatun.benchmarks.subjects;

/** The least that a JVM can be started for: it says that it is there, and serves nothing. */
public final class HelloWorld {
    private HelloWorld() {}

    public static void main(String[] arguments) {
        System.out.println("ready port=0 tid=0");
    }
}
