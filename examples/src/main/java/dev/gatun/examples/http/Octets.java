package dev.gatun.examples.http;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Which bytes may stand where, by RFC 9110 and 9112. */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SPACE = ' ';
    static final byte TAB = '\t';

    /** Letters, digits, and !#$%&'*+-.^_`|~ : of methods and field names. */
    private static final int TOKEN = 1;

    /** What is visible, but for '#', which no request's target has. */
    private static final int TARGET = 2;

    /** What is visible, blanks, and what is not ASCII. */
    private static final int VALUE = 4;

    // The same byte eight times.
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long BLANKS = 0x2020_2020_2020_2020L;
    private static final long DELS = 0x7F7F_7F7F_7F7F_7F7FL;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private static final byte[] KINDS = new byte[256];

    static {
        for (int octet = 0; octet < KINDS.length; octet++) {
            boolean isVisible = octet > ' ' && octet < 0x7F;
            boolean isToken = isVisible && "\"(),/:;<=>?@[\\]{}".indexOf(octet) < 0;
            boolean isValue = isVisible || octet == SPACE || octet == TAB || octet >= 0x80;
            KINDS[octet] =
                    (byte) ((isToken ? TOKEN : 0) | (isVisible && octet != '#' ? TARGET : 0) | (isValue ? VALUE : 0));
        }
    }

    private Octets() {}

    static boolean isToken(byte octet) {
        return (KINDS[octet & 0xFF] & TOKEN) != 0;
    }

    static boolean isTarget(byte octet) {
        return (KINDS[octet & 0xFF] & TARGET) != 0;
    }

    static boolean isValue(byte octet) {
        return (KINDS[octet & 0xFF] & VALUE) != 0;
    }

    static boolean isBlank(byte octet) {
        return octet == SPACE || octet == TAB;
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Of a hexadecimal digit, else negative. */
    static int hexValue(byte octet) {
        if (isDigit(octet)) {
            return octet - '0';
        }
        int lower = octet | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static byte at(MemorySegment memory, int index) {
        return memory.get(ValueLayout.JAVA_BYTE, index);
    }

    /** Where the run of bytes ends that a field's value may have: at another one, or at {@code end}. */
    static int afterValue(MemorySegment memory, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && !hasControl(memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at))) {
            at += Long.BYTES;
        }
        while (at < end && isValue(at(memory, at))) {
            at++;
        }
        return at;
    }

    /** Whether one of eight bytes may be below a blank, or DEL: never false when one is. */
    private static boolean hasControl(long eight) {
        long belowBlank = (eight - BLANKS) & ~eight;
        long del = eight ^ DELS;
        return ((belowBlank | ((del - ONES) & ~del)) & HIGH_BITS) != 0;
    }

    /** Whether these bytes are that word, which is in lower case, in whatever case. */
    static boolean isWord(MemorySegment memory, int from, int length, byte[] word) {
        if (length != word.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((at(memory, from + i) | 0x20) != word[i]) {
                return false;
            }
        }
        return true;
    }
}
