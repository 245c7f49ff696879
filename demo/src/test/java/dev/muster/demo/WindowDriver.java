package dev.muster.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;

/** Run by {@link LobbyWindowTest} in a process of its own: the window, and somebody who uses it. */
final class WindowDriver {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = 20_000_000;
    private static final int WRONG = 3;
    private static final String PROMPT = "many hands make light work";

    private WindowDriver() {}

    public static void main(String[] arguments) throws Exception {
        Optional<String> whyNot = Desktop.start();
        if (whyNot.isPresent()) {
            System.out.println(whyNot.get());
            System.exit(WRONG);
        }
        var user = new Thread(() -> useAndClose(Path.of(arguments[0])), "user");
        user.setDaemon(true);
        user.start();
        int code = LobbyWindow.run();
        System.out.close();
        System.exit(code);
    }

    private static void useAndClose(Path screenshot) {
        try {
            use(screenshot);
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            System.exit(WRONG);
        }
    }

    private static void use(Path screenshot) {
        until("the window is shown", () -> !Window.getWindows().isEmpty() && window().isShowing());
        until("Bob is ready", () -> !node("#start", Button.class).isDisabled());
        inToolkit(() -> {
            node("#copy", Button.class).fire();
            return true;
        });
        until(
                "the id can be pasted",
                () -> node("#session-id", TextField.class)
                        .getText()
                        .equals(Clipboard.getSystemClipboard().getString()));
        inToolkit(() -> {
            node("#start", Button.class).fire();
            return true;
        });
        until(
                "there is something to type",
                () -> node("#submit", Button.class).getParent().isVisible());
        inToolkit(() -> {
            node("#answer", TextField.class).setText(PROMPT);
            node("#submit", Button.class).fire();
            return true;
        });
        until("the run is over", () -> tells("The run is over: Bob 100 points, Alice 100 points."));
        inToolkit(() -> {
            node("#chat", TextField.class).setText("Good game");
            node("#chat", TextField.class).fireEvent(new ActionEvent());
            return true;
        });
        until("the chat shows it", () -> tells("Alice: Good game"));
        until("the next run can be started", () -> !node("#start", Button.class).isDisabled());
        write(inToolkit(() -> window().getScene().snapshot(null)), screenshot);
        inToolkit(() -> {
            window().fireEvent(new WindowEvent(window(), WindowEvent.WINDOW_CLOSE_REQUEST));
            return true;
        });
    }

    private static boolean tells(String line) {
        return node("#story", ListView.class).getItems().contains(line);
    }

    private static Window window() {
        return Window.getWindows().get(0);
    }

    private static <N extends Node> N node(String id, Class<N> kind) {
        return kind.cast(window().getScene().lookup(id));
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!inToolkit(condition::getAsBoolean)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + PATIENCE + " in vain until " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static <T> T inToolkit(Supplier<T> what) {
        return CompletableFuture.supplyAsync(what, Platform::runLater).join();
    }

    private static void write(WritableImage image, Path file) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, image.getPixelReader().getArgb(x, y));
            }
        }
        try {
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
