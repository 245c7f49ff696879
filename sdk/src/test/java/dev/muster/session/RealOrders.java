package dev.muster.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the test tells a process to do: words on standard input, one order a line. */
final class RealOrders {
    static final String QUIT = "quit";

    private final Queue<List<String>> waiting = new ConcurrentLinkedQueue<>();

    /** @param arrived called by another thread whenever there is an order */
    void listen(Runnable arrived) {
        var thread = new Thread(() -> read(arrived), "orders");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next order, split at its spaces. */
    Optional<List<String>> next() {
        return Optional.ofNullable(waiting.poll());
    }

    private void read(Runnable arrived) {
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (line != null) {
                waiting.add(List.of(line.split(" ", -1)));
                arrived.run();
                line = in.readLine();
            }
        } catch (IOException e) {
            System.err.println("cannot read orders: " + e);
        }
        waiting.add(List.of(QUIT)); // Whoever gave the orders is gone.
        arrived.run();
    }
}
