package dev.gatun.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.json.JsonException;
import dev.gatun.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentReaderTest {
    @TempDir
    Path folder;

    private static String good() {
        return Documents.some()
                .result("a.b", Map.of("n", 1), "c-liburing", 1, 2, 3, 4, 5)
                .result("a.b", Map.of("n", 1), "gatun-io_uring", 1, 2, 3, 4, 5)
                .compared()
                .made()
                .json();
    }

    private String refusal(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("results.json"), text);
        String message = String.valueOf(assertThrows(UnreadableException.class, () -> DocumentReader.read(file))
                .getMessage());
        assertTrue(message.startsWith(file.toString()), message);
        assertTrue(message.endsWith("; write one with: gatun bench all --json FILE"), message);
        return message;
    }

    private void refused(String from, String to, String why) throws IOException {
        assertTrue(good().contains(from), "the test has lost its place: " + from);
        String message = refusal(good().replaceFirst(java.util.regex.Pattern.quote(from), to));
        assertTrue(message.contains(why), message);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("nowhere.json");
        assertEquals(
                file + ": there is no such file; write one with: gatun bench all --json FILE",
                assertThrows(UnreadableException.class, () -> DocumentReader.read(file))
                        .getMessage());
        assertThrows(UnreadableException.class, () -> DocumentReader.read(folder), "a folder is no file");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("binary.json"), new byte[] {'{', (byte) 0xff, (byte) 0xfe});
        assertThrows(UnreadableException.class, () -> DocumentReader.read(file));
    }

    @Test
    void anotherSchemaIsNamed() throws IOException {
        refused(
                "gatun-bench/1",
                "gatun-bench/2",
                "its schema is gatun-bench/2, and this Gatun reads gatun-bench/1 alone");
        refused("\"schema\":\"gatun-bench/1\",", "", "schema should be a text, and is not there");
        assertTrue(refusal("[]").contains("all of it should be an object, and is []"));
    }

    @Test
    void whatIsCutOffIsRefused() throws IOException {
        String good = good();
        for (int length = 0; length < good.length(); length += 7) {
            assertTrue(refusal(good.substring(0, length)).contains("in line 1, column "));
        }
    }

    @Test
    void whatIsMissingIsNamedWithItsPlace() throws IOException {
        refused("\"results\":", "\"resluts\":", "results should be a list, and is not there");
        refused("\"ratios\":", "\"ratiso\":", "ratios should be a list, and is not there");
        refused("5],\"median\":3", "5]", "results[0].median should be a number, and is not there");
        refused(
                "\"better\":\"lower\"",
                "\"better\":\"lesser\"",
                "results[0].better should be lower or higher, and is lesser");
        refused(
                "\"rounds\":[1,2,3,4,5]",
                "\"rounds\":[]",
                "results[0].rounds should be at least one number, and is []");
        refused("\"rounds\":[1,2", "\"rounds\":[1,\"2\"", "results[0].rounds should be a list of numbers");
        refused("\"params\":{\"n\":1}", "\"params\":{\"n\":[]}", "results[0].params.n should be a number, a text");
        refused("\"cpus\":2", "\"cpus\":2.5", "machine.cpus should be a whole number, and is 2.5");
        refused("\"quick\":true", "\"quick\":1", "settings.quick should be true or false, and is 1.0");
        refused("\"settings\":{\"rounds\":5", "\"settings\":{\"rounds\":0", "settings: 0 rounds");
        refused("\"median\":1,", "\"median\":-1,", "ratios[0].median should be a positive number, and is -1.0");
    }

    @Test
    void aRatioWithoutBothSidesIsRefused() throws IOException {
        refused("\"against\":\"c-liburing\"", "\"against\":\"c-epoll\"", "without a result of c-epoll");
    }

    /** As those were that the first version wrote. */
    @Test
    void whatIsNotKnownOfAnOldRunIsLeftOut() {
        String old = good().replaceFirst("\"run\":.*?\"machine\"", "\"machine\"")
                .replaceFirst("\"hypervisor\":\"kvm\",", "")
                .replaceFirst("\"warnings\":\\[\"a warning\"\\],", "");
        Document document = DocumentReader.document(Fields.of("", JsonReader.read(old)));
        assertNull(document.run());
        assertNull(document.machine().hypervisor());
        assertTrue(document.machine().warnings().isEmpty() && document.isComplete());
    }

    @Test
    void whatALaterGatunMayWriteIsLeftAlone() {
        String later = good().replaceFirst("\"machine\":\\{", "\"new\":[{}],\"machine\":{\"newer\":null,");
        assertEquals(
                good(),
                DocumentReader.document(Fields.of("", JsonReader.read(later))).json());
    }

    /** Whatever is cut off or changed: it is read or refused, and nothing else happens. */
    @Test
    void nonsenseNeverEndsInAnythingElse() {
        long seed = Long.getLong("gatun.seed", new Random().nextLong());
        System.out.println("DocumentReaderTest seed " + seed);
        Random random = new Random(seed);
        String good = Documents.some()
                .result("a.b", Map.of("n", 1), "c-liburing", 1, 2, 3, 4, 5)
                .result("a.b", Map.of("n", 1), "gatun-io_uring", 1, 2, 3, 4, 5)
                .compared()
                .made()
                .json();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int changes = random.nextInt(3); changes >= 0 && !text.isEmpty(); changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, "{}[]\",:-0e.\\ntx".charAt(random.nextInt(15)));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.setLength(at + 1);
                }
            }
            try {
                DocumentReader.document(Fields.of("", JsonReader.read(text.toString())));
            } catch (JsonException | UnreadableException e) {
                assertTrue(e.getMessage() != null && !e.getMessage().isBlank());
            }
        }
    }
}
