package dev.muster.signalling.server;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server in a process without a file left. Gets them back at the first line of its input; ends with its input. */
final class StarvedServer {
    private StarvedServer() {}

    public static void main(String[] arguments) throws IOException {
        try (SignallingServer server = Servers.start()) {
            System.out.println(
                    "Listening on ws://127.0.0.1:" + server.boundAddress().getPort());
            // Loads what accepting and waiting need, while there still are files to load it from.
            try (RawClient client = RawClient.join(server, "/warm")) {
                client.nextId();
            }
            Until.holds(
                    "empty",
                    () -> server.stats().connections() == 0 && server.metrics().acceptFailures() == 0);
            List<FileInputStream> files = openAll();
            System.out.println("starved");
            Until.holds("accepting has failed", () -> server.metrics().acceptFailures() > 0);
            System.out.println("accepting failed");
            System.in.read();
            for (FileInputStream file : files) {
                file.close();
            }
            while (System.in.read() >= 0) {
                // Serves until the input ends.
            }
        }
    }

    private static List<FileInputStream> openAll() throws IOException {
        List<FileInputStream> files = new ArrayList<>();
        try {
            while (true) {
                files.add(new FileInputStream("/dev/null"));
            }
        } catch (FileNotFoundException e) {
            return files; // None is left.
        }
    }
}
