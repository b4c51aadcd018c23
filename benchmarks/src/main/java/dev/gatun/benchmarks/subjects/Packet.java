package dev.gatun.benchmarks.subjects;

/** A message of 64 bytes: its number, counted on from word to word. Written by one thread, then read by the other. */
class Packet {
    private long word0;
    private long word1;
    private long word2;
    private long word3;
    private long word4;
    private long word5;
    private long word6;
    private long word7;

    final void write(long number) {
        word0 = number;
        word1 = number + 1;
        word2 = number + 2;
        word3 = number + 3;
        word4 = number + 4;
        word5 = number + 5;
        word6 = number + 6;
        word7 = number + 7;
    }

    /** Every word is compared. */
    final void require(long number) {
        long wrong = (word0 ^ number)
                | (word1 ^ (number + 1))
                | (word2 ^ (number + 2))
                | (word3 ^ (number + 3))
                | (word4 ^ (number + 4))
                | (word5 ^ (number + 5))
                | (word6 ^ (number + 6))
                | (word7 ^ (number + 7));
        if (wrong != 0) {
            throw new IllegalStateException("message " + number + " is missing, in disorder, or not what was sent");
        }
    }
}
