package dev.muster.signalling.server.metrics;

/** Builds the text that Prometheus scrapes. Names and labels are ours alone, so nothing needs escaping. */
final class PrometheusText {
    private final StringBuilder text = new StringBuilder(4096);
    private final String prefix;

    PrometheusText(String prefix) {
        this.prefix = prefix;
    }

    void gauge(String name, String help, double value) {
        head(name, help, "gauge");
        text.append(prefix).append(name).append(' ').append(value).append('\n');
    }

    void gauge(String name, String help, long value) {
        head(name, help, "gauge");
        text.append(prefix).append(name).append(' ').append(value).append('\n');
    }

    void counter(String name, String help, long value) {
        head(name, help, "counter");
        text.append(prefix).append(name).append(' ').append(value).append('\n');
    }

    /** Announces a counter whose samples follow, one for each reason. */
    void labelled(String name, String help) {
        head(name, help, "counter");
    }

    void sample(String name, String reason, long value) {
        text.append(prefix).append(name).append("{reason=\"").append(reason).append("\"} ");
        text.append(value).append('\n');
    }

    void histogram(String name, String help, LatencyHistogram histogram) {
        head(name, help, "histogram");
        histogram.appendTo(text, prefix + name);
    }

    private void head(String name, String help, String type) {
        text.append("# HELP ")
                .append(prefix)
                .append(name)
                .append(' ')
                .append(help)
                .append('\n');
        text.append("# TYPE ")
                .append(prefix)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
