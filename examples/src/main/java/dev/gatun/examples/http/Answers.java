package dev.gatun.examples.http;

import dev.gatun.Cpu;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a core's connections answer with, as bytes that are ready to be copied. Once a second the date in them changes;
 * nothing else is ever composed, and no timer runs for it. One for each Cpu, its thread alone.
 */
final class Answers {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int DATE_BYTES = 29;
    private static final long MILLIS = 1_000_000;

    static final byte[] GO_ON = ascii("HTTP/1.1 100 Continue\r\n\r\n");

    /** A whole answer; or, of one whose body differs each time, what comes before the length. */
    final class Answer {
        private final byte[] bytes;
        private final int headBytes;
        private final int dateStart;
        private long second;

        private Answer(Status status, String fields, String body) {
            String start = "HTTP/1.1 " + status.code + " " + status.reason + "\r\nDate: ";
            String head = start + " ".repeat(DATE_BYTES) + "\r\n" + fields;
            dateStart = start.length();
            headBytes = head.length();
            bytes = ascii(head + body);
        }

        /** With the date of now. */
        byte[] bytes() {
            refreshDate();
            if (second != shownSecond) {
                second = shownSecond;
                System.arraycopy(date, 0, bytes, dateStart, DATE_BYTES);
            }
            return bytes;
        }

        /** How many of its bytes are no body. */
        int headBytes() {
            return headBytes;
        }
    }

    private final Cpu cpu;
    private byte[] date = ascii(DATE.format(Instant.EPOCH));
    private long shownSecond = -1;
    private long shownUntilNanos;

    private final Answer[] hello = {
        text(Status.OK, "", "Hello, World!", false), text(Status.OK, "", "Hello, World!", true)
    };
    private final Answer[] echo = {untilLength(false), untilLength(true)};
    private final @Nullable Answer[] refusals = new @Nullable Answer[2 * Status.values().length];

    Answers(Cpu cpu) {
        this.cpu = cpu;
    }

    Answer hello(boolean closes) {
        return hello[closes ? 1 : 0];
    }

    /** Behind it: a number, two line ends, and so many bytes. */
    Answer echo(boolean closes) {
        return echo[closes ? 1 : 0];
    }

    Answer refusal(Status status, boolean closes) {
        int index = 2 * status.ordinal() + (closes ? 1 : 0);
        Answer answer = refusals[index];
        if (answer == null) {
            answer = refused(status, "", closes);
            refusals[index] = answer;
        }
        return answer;
    }

    /** Composed each time: nobody asks so twice who wants to be served. */
    Answer notAllowed(String allowed, boolean closes) {
        return refused(Status.METHOD_NOT_ALLOWED, "Allow: " + allowed + "\r\n", closes);
    }

    private Answer refused(Status status, String fields, boolean closes) {
        return text(status, fields, status.code + " " + status.reason + "\n", closes);
    }

    private Answer text(Status status, String fields, String body, boolean closes) {
        String length = "Content-Length: " + body.length() + "\r\n\r\n";
        return new Answer(status, fields + connection(closes) + "Content-Type: text/plain\r\n" + length, body);
    }

    private Answer untilLength(boolean closes) {
        return new Answer(
                Status.OK, connection(closes) + "Content-Type: application/octet-stream\r\nContent-Length: ", "");
    }

    private static String connection(boolean closes) {
        return "Server: gatun\r\n" + (closes ? "Connection: close\r\n" : "");
    }

    private void refreshDate() {
        long now = cpu.nowNanos();
        if (now < shownUntilNanos && shownSecond >= 0) {
            return;
        }
        long millis = System.currentTimeMillis();
        shownSecond = millis / 1000;
        shownUntilNanos = now + (1000 - millis % 1000) * MILLIS;
        date = ascii(DATE.format(Instant.ofEpochSecond(shownSecond)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
