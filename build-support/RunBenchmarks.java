import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks on the class path.
 *
 * <p>JMH alone writes its report either to the console or to a file. Whoever waits for a benchmark wants the one, whoever
 * compares figures later wants the other.
 */
final class RunBenchmarks {
    private RunBenchmarks() {}

    /** Arguments: the folder for {@code results.txt} and {@code results.json}, then JMH's command line as one word. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        var options = new OptionsBuilder()
                .parent(new CommandLineOptions(arguments[1].trim().split("\\s+")))
                .resultFormat(ResultFormatType.JSON)
                .result(folder.resolve("results.json").toString())
                .build();
        try (OutputStream file = Files.newOutputStream(folder.resolve("results.txt"))) {
            var report = new PrintStream(both(System.out, file), true, StandardCharsets.UTF_8);
            new Runner(options, OutputFormatFactory.createFormatInstance(report, VerboseMode.NORMAL)).run();
        } catch (NoBenchmarksException e) {
            System.out.println("No benchmark of this module matches: " + arguments[1]);
        }
    }

    private static OutputStream both(OutputStream first, OutputStream second) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                first.write(octet);
                second.write(octet);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                first.write(octets, offset, length);
                second.write(octets, offset, length);
            }

            @Override
            public void flush() throws IOException {
                first.flush();
                second.flush();
            }
        };
    }
}
