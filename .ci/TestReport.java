import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Counts tests from the XML reports below a folder laid out as {@code run/module/kind/TEST-*.xml}.
 *
 * <p>Prints one line per run and module, every skipped test with its reason, every failed one with the first lines of
 * what it said, and the sum as the last line. Exits with 1 when a test failed or none ran.
 */
final class TestReport {
    private static final int MESSAGE_LINES_MAX = 20;
    private static final int MESSAGE_COLUMNS_MAX = 300;

    private static final char REPLACEMENT = '\uFFFD';

    private static final Pattern CHARACTER_REFERENCE = Pattern.compile("&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));");

    private final Map<String, Counts> countsByModule = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final Counts sum = new Counts();

    private static final class Counts {
        int passed;
        int failed;
        int skipped;

        @Override
        public String toString() {
            return passed + " passed, " + failed + " failed, " + skipped + " skipped";
        }
    }

    public static void main(String[] arguments) throws Exception {
        var report = new TestReport();
        report.readAll(Path.of(arguments[0]));
        System.exit(report.print() ? 0 : 1);
    }

    private void readAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .sorted()
                    .forEach(file -> read(folder.relativize(file), file));
        }
    }

    private void read(Path place, Path file) {
        String module = place.getName(0) + ", " + place.getName(1);
        NodeList cases = parse(file).getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            count(module, (Element) cases.item(i));
        }
    }

    private void count(String module, Element test) {
        Counts counts = countsByModule.computeIfAbsent(module, name -> new Counts());
        String name = test.getAttribute("classname") + "." + test.getAttribute("name");
        if (has(test, "failure") || has(test, "error")) {
            counts.failed++;
            sum.failed++;
            remarks.add("FAILED " + module + ": " + name + "\n" + message(test));
        } else if (has(test, "skipped")) {
            counts.skipped++;
            sum.skipped++;
            remarks.add("skipped " + module + ": " + name + ": " + reason(test));
        } else {
            counts.passed++;
            sum.passed++;
        }
    }

    private boolean print() {
        System.out.println();
        countsByModule.forEach((module, counts) -> System.out.println(module + ": " + counts));
        remarks.forEach(System.out::println);
        if (countsByModule.isEmpty()) {
            System.out.println("No test ran.");
        }
        System.out.println(sum);
        return sum.failed == 0 && sum.passed > 0;
    }

    /** What the test said first; the rest of the stack trace is in the report itself. */
    private static String message(Element test) {
        String kind = has(test, "failure") ? "failure" : "error";
        Element failure = (Element) test.getElementsByTagName(kind).item(0);
        String trace = failure.getTextContent().strip();
        String said = trace.isEmpty() ? failure.getAttribute("message") : trace;
        return said.lines()
                .limit(MESSAGE_LINES_MAX)
                .map(line -> "    " + line.substring(0, Math.min(line.length(), MESSAGE_COLUMNS_MAX)))
                .collect(Collectors.joining("\n"));
    }

    /** A disabled test gives its reason as an attribute, a failed assumption as the first line of a stack trace. */
    private static String reason(Element test) {
        Element skipped = (Element) test.getElementsByTagName("skipped").item(0);
        String given = skipped.getAttribute("message") + skipped.getTextContent().strip();
        return given.lines().findFirst().orElse("no reason given");
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    private static Element parse(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(readable(text))))
                    .getDocumentElement();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the test report " + file, e);
        } catch (Exception e) {
            throw new IllegalStateException("not a test report: " + file, e);
        }
    }

    /** A test whose argument no XML may hold is written as it is; one such report must not hide all the others. */
    private static String readable(String text) {
        StringBuilder readable = new StringBuilder(text.length());
        text.codePoints().map(c -> isXml(c) ? c : REPLACEMENT).forEach(readable::appendCodePoint);
        return CHARACTER_REFERENCE
                .matcher(readable)
                .replaceAll(reference -> isXml(meant(reference)) ? reference.group() : Character.toString(REPLACEMENT));
    }

    private static int meant(MatchResult reference) {
        return reference.group(1) != null
                ? Integer.parseInt(reference.group(1), 16)
                : Integer.parseInt(reference.group(2));
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c < Character.MIN_SURROGATE
                || c > Character.MAX_SURROGATE && c < 0xFFFE
                || c >= Character.MIN_SUPPLEMENTARY_CODE_POINT && c <= Character.MAX_CODE_POINT;
    }
}
