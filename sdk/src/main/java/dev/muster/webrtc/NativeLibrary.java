package dev.muster.webrtc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native WebRTC library once per process, also on machines without sound and display.
 *
 * <p>On Linux the library asks for audio and screen libraries that data channels never call. Where one is missing an
 * {@link EmptySharedObject} takes its name. A class whose loading failed once never says why again, so that the
 * first failure is kept and thrown every time.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String ENTRY_CLASS = "dev.onvoid.webrtc.PeerConnectionFactory";

    /** What the Linux library asks for beyond libc, and the Debian package that has it. */
    private static final Map<String, String> NEEDED_PACKAGES = neededPackages();

    private static Optional<WebRtcUnavailableException> failure = Optional.empty();
    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library, or does nothing if it is loaded.
     *
     * @throws WebRtcUnavailableException if it cannot be loaded; then it never can in this process
     */
    static synchronized void load() throws WebRtcUnavailableException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (!loaded) {
            List<String> standIns = standInForMissingLibraries();
            try {
                Class.forName(ENTRY_CLASS);
            } catch (LinkageError | ClassNotFoundException e) {
                var unavailable = unavailable(e, standIns);
                failure = Optional.of(unavailable);
                throw unavailable;
            }
            loaded = true;
        }
    }

    private static List<String> standInForMissingLibraries() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return List.of();
        }
        List<String> all = List.copyOf(NEEDED_PACKAGES.keySet());
        if (linkerFinds(all)) {
            return List.of();
        }
        List<String> missing =
                all.stream().filter(name -> !linkerFinds(List.of(name))).toList();
        List<String> standIns =
                missing.stream().filter(NativeLibrary::standInFor).toList();
        if (!standIns.isEmpty()) {
            LOG.info("This machine has no {}; data channels never call it, an empty placeholder stands in.", standIns);
        }
        return standIns;
    }

    private static boolean linkerFinds(List<String> names) {
        return loadShared("muster-probe-" + String.join("-", names), names);
    }

    private static boolean standInFor(String name) {
        return loadShared(name, List.of());
    }

    private static boolean loadShared(String name, List<String> needed) {
        Optional<byte[]> object = EmptySharedObject.build(System.getProperty("os.arch"), name, needed);
        if (object.isEmpty()) {
            return false;
        }
        try {
            Path file = Files.createTempFile("muster-", ".so");
            try {
                Files.write(file, object.get());
                System.load(file.toAbsolutePath().toString());
                return true;
            } catch (UnsatisfiedLinkError e) {
                LOG.debug("The linker refused {}: {}", name, e.getMessage());
                return false;
            } finally {
                Files.delete(file); // The mapping outlives the file.
            }
        } catch (IOException e) {
            LOG.warn("Cannot write to {}: {}", System.getProperty("java.io.tmpdir"), e.toString());
            return false;
        }
    }

    private static WebRtcUnavailableException unavailable(Throwable e, List<String> standIns) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = String.valueOf(root.getMessage());
        deleteLeftoverOf(text);
        String place = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        return new WebRtcUnavailableException(
                WebRtcUnavailableException.Reason.NATIVE_LIBRARY,
                "The native WebRTC library cannot be loaded on " + place + ": "
                        + root.getClass().getSimpleName() + ": " + text + ". " + advice(text, standIns),
                e);
    }

    private static String advice(String text, List<String> standIns) {
        String missing = NEEDED_PACKAGES.keySet().stream()
                .filter(name -> text.contains(name) && !standIns.contains(name))
                .map(name -> name + " (Debian package " + NEEDED_PACKAGES.get(name) + ")")
                .findFirst()
                .orElse("");
        if (!missing.isEmpty()) {
            return "Install " + missing + ".";
        }
        if (text.contains("noexec") || text.contains("failed to map segment")) {
            return "The directory for temporary files forbids execution; choose another with -Djava.io.tmpdir.";
        }
        return "Check that the webrtc-java natives for this platform are on the class path"
                + " and that -Djava.io.tmpdir names a directory one can write to.";
    }

    /**
     * The library's loader leaves its unpacked copy of 23 MB behind when the linker refuses it; the message names it.
     */
    private static void deleteLeftoverOf(String text) {
        int colon = text.indexOf(": ");
        if (colon > 0 && text.substring(0, colon).contains("webrtc-java")) {
            try {
                Files.deleteIfExists(Path.of(text.substring(0, colon)));
            } catch (IOException | RuntimeException e) {
                LOG.debug("Cannot delete the unpacked library: {}", e.toString());
            }
        }
    }

    private static Map<String, String> neededPackages() {
        var packages = new LinkedHashMap<String, String>();
        packages.put("libpulse.so.0", "libpulse0");
        packages.put("libudev.so.1", "libudev1");
        packages.put("libX11.so.6", "libx11-6");
        packages.put("libXfixes.so.3", "libxfixes3");
        packages.put("libXrandr.so.2", "libxrandr2");
        packages.put("libXcomposite.so.1", "libxcomposite1");
        packages.put("libdbus-1.so.3", "libdbus-1-3");
        return packages;
    }
}
