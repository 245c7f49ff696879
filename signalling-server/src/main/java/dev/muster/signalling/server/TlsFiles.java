package dev.muster.signalling.server;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the server's certificate lies. Both files are PEM. The server looks at them every few seconds and
 * uses new ones for new connections; if the new ones are bad, it keeps the old ones and says so in the log.
 *
 * @param certificateChain the certificate, then those that signed it
 * @param privateKey its key, PKCS#8 and not encrypted
 */
public record TlsFiles(Path certificateChain, Path privateKey) {
    public TlsFiles {
        Objects.requireNonNull(certificateChain, "certificateChain");
        Objects.requireNonNull(privateKey, "privateKey");
    }
}
