package dev.gatun.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.examples.http.RequestParser.Method;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestParserTest {
    private static final String GET =
            "GET /plaintext?a=1 HTTP/1.1\r\nHost: h\r\nUser-Agent: x (y; z)\r\nAccept: */*\r\n\r\n";
    private static final String POST =
            "POST /echo HTTP/1.1\r\nHost:h\r\ncontent-LENGTH: 12 \r\nConnection: a, Close\r\n\r\n";
    private static final List<String> WELL_FORMED = List.of(
            GET,
            POST,
            "\r\n" + GET,
            "HEAD http://host:80/path HTTP/1.1\r\nHost: host:80\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: h\r\nX:\r\nY: \t \u00e4 \r\n\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\nExpect: 100-Continue\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "G!#$%&'*+-.^_`|~9 / HTTP/1.9\r\nHost: h\r\n\r\n");

    private final RequestParser parser = new RequestParser();

    @Test
    void aRequestSaysWhatItWants() {
        assertEquals(GET.length(), parse(GET));
        assertEquals(Method.GET, parser.method());
        assertEquals("/plaintext", path(GET));
        assertEquals(0, parser.contentLength());
        assertFalse(parser.closes());
        assertFalse(parser.expectsContinue());
        assertEquals(POST.length(), parse(POST + "what follows is not looked at\n"));
        assertEquals(Method.POST, parser.method());
        assertEquals(12, parser.contentLength());
        assertTrue(parser.closes());
    }

    @Test
    void aRequestForAProxySaysItsPathToo() {
        String request = "HEAD http://host:80/path?q HTTP/1.1\r\nHost: host:80\r\n\r\n";
        assertEquals(request.length(), parse(request));
        assertEquals(Method.HEAD, parser.method());
        assertEquals("/path", path(request));
    }

    @Test
    void aBodyInChunksIsAnnounced() {
        String request = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\nExpect: 100-Continue\r\n\r\n";
        assertEquals(request.length(), parse(request));
        assertEquals(RequestParser.CHUNKED, parser.contentLength());
        assertTrue(parser.expectsContinue());
    }

    @Test
    void anOlderRequestEndsItsConnection() {
        assertTrue(parse("GET / HTTP/1.0\r\n\r\n") > 0);
        assertTrue(parser.closes());
    }

    @Test
    void everyBeginningOfARequestIsIncompleteWhereverItLies() {
        for (String request : WELL_FORMED) {
            byte[] bytes = ("#".repeat(7) + request).getBytes(StandardCharsets.ISO_8859_1);
            for (int to = 7; to < bytes.length; to++) {
                int split = to;
                assertEquals(
                        RequestParser.INCOMPLETE,
                        parser.parse(MemorySegment.ofArray(bytes), 7, to),
                        () -> request + " cut at " + (split - 7));
            }
            assertEquals(bytes.length - 7, parser.parse(MemorySegment.ofArray(bytes), 7, bytes.length), request);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "400~GET / HTTP/1.1\\nHost: h\\r\\n\\r\\n", // a bare LF
                "400~GET / HTTP/1.1\\rHost: h\\r\\n\\r\\n", // a bare CR
                "400~GET / HTTP/1.1\\r\\nHost: h\\r\\nX: a\\nY: b\\r\\n\\r\\n",
                "400~GET / HTTP/1.1\\r\\nHost: h\\r\\nX: a\\r\\n b\\r\\n\\r\\n", // folded
                "400~GET / HTTP/1.1\\r\\n Host: h\\r\\n\\r\\n",
                "400~GET / HTTP/1.1\\r\\nHost : h\\r\\n\\r\\n",
                "400~GET / HTTP/1.1\\r\\nHost: h\\r\\n: nameless\\r\\n\\r\\n",
                "400~GET / HTTP/1.1\\r\\nHost: h\\r\\nX: \\0\\r\\n\\r\\n",
                "400~GET / HTTP/1.1\\r\\n\\r\\n", // no host
                "400~GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n",
                "400~GET  / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400~GET / HTTP/1.1 \\r\\nHost: h\\r\\n\\r\\n",
                "400~GET /\\r\\n", // as of HTTP/0.9
                "400~ GET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400~G(T / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400~GET /# HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400~GET / HTTPS/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "400~GET / HTTP/1.x\\r\\nHost: h\\r\\n\\r\\n",
                "400~GET / http/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "505~PRI * HTTP/2.0\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 1\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1\\r\\nContent-Length: 1\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1, 1\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: -1\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: +1\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 0x1\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length:\\r\\n\\r\\n",
                "413~P / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n",
                "501~P / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n",
                "501~P / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n",
                "501~P / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding:\\r\\n\\r\\n",
                "400~P / HTTP/1.1\\r\\nHost:h\\r\\n"
                        + "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "400~P / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "417~P / HTTP/1.1\\r\\nHost: h\\r\\nExpect: miracles\\r\\n\\r\\n",
            })
    void whatCouldBeReadInTwoWaysIsRefused(int status, String request) {
        String plain = request.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        assertEquals(-status, parse(plain), request);
    }

    @Test
    void aLongLineAndManyFieldsAreRefused() {
        String lines = "X: y\r\n".repeat(RequestParser.FIELDS_MAX);
        assertEquals(-431, parse("GET / HTTP/1.1\r\nHost: h\r\n" + lines + "\r\n"));
        assertEquals(-431, parse("GET / HTTP/1.1\r\nHost: h\r\nX: " + "y".repeat(RequestParser.HEAD_BYTES_MAX)));
        assertEquals(-414, parse("GET /" + "y".repeat(RequestParser.HEAD_BYTES_MAX)));
        String start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
        String largest = start + "y".repeat(RequestParser.HEAD_BYTES_MAX - start.length() - 4) + "\r\n\r\n";
        assertEquals(RequestParser.HEAD_BYTES_MAX, parse(largest), "just as long as may be");
        assertEquals(-431, parse(largest.replace("X: ", "X: y")));
    }

    /**
     * Whatever comes: it is a head within its bounds, or not whole, or refused; and cut in two it comes to the same.
     */
    @Test
    void mutatedRequestsAreTakenOrRefusedAndNothingElse() {
        long seed = Long.getLong("gatun.seed", System.nanoTime());
        Random random = new Random(seed);
        Set<Integer> refusals = Set.of(-400, -413, -414, -417, -431, -501, -505);
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = mutated(random);
            MemorySegment memory = MemorySegment.ofArray(bytes);
            int all = parser.parse(memory, 0, bytes.length);
            String said = "seed " + seed + ", round " + round + ": " + new String(bytes, StandardCharsets.ISO_8859_1);
            assertTrue(all >= 0 ? all <= bytes.length : refusals.contains(all), () -> all + " for " + said);
            int cut = random.nextInt(bytes.length + 1);
            int first = parser.parse(memory, 0, cut);
            assertTrue(
                    first == RequestParser.INCOMPLETE || first == all, () -> first + " then " + all + " for " + said);
        }
    }

    private static byte[] mutated(Random random) {
        StringBuilder text = new StringBuilder(WELL_FORMED.get(random.nextInt(WELL_FORMED.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.insert(at, " \r\n\t:,/;\0".charAt(random.nextInt(9)));
                case 2 -> text.deleteCharAt(at);
                default -> text.insert(at, WELL_FORMED.get(random.nextInt(WELL_FORMED.size())), 0, random.nextInt(16));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private int parse(String request) {
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        return parser.parse(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    private String path(String request) {
        return request.substring(parser.pathStart(), parser.pathStart() + parser.pathLength());
    }
}
