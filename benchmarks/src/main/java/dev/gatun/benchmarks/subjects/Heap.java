package dev.gatun.benchmarks.subjects;

/** What this JVM's objects take, without those that nobody needs any more. For any thread. */
public final class Heap {
    private Heap() {}

    public static long bytesAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
