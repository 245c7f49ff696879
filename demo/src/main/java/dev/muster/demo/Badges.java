package dev.muster.demo;

import dev.muster.demo.LobbyPicture.Row;
import java.util.StringJoiner;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.SVGPath;

/** Draws a participant: crown, name, ready mark. The marks are shapes, because fonts differ in what they have. */
final class Badges {
    private static final String CROWN = "M1 13 L1 3 L5 7 L9 1 L13 7 L17 3 L17 13 Z";
    private static final String TICK = "M1 7 L5 11 L13 1";
    private static final double MARK_WIDTH = 22;
    private static final double GAP = 6;

    private Badges() {}

    static Node row(Row row) {
        var crown = new SVGPath();
        crown.setContent(CROWN);
        crown.setFill(Color.GOLDENROD);
        crown.setVisible(row.host());
        var tick = new SVGPath();
        tick.setContent(TICK);
        tick.setFill(Color.TRANSPARENT);
        tick.setStroke(Color.SEAGREEN);
        tick.setStrokeWidth(2.5);
        var name = new Label(row.name() + (row.you() ? " (you)" : ""));
        var line = new HBox(GAP, place(crown), name);
        if (row.ready()) {
            line.getChildren().addAll(place(tick), new Label("ready"));
        }
        line.setAlignment(Pos.CENTER_LEFT);
        line.setAccessibleText(inWords(row));
        return line;
    }

    private static Node place(SVGPath mark) {
        var place = new StackPane(mark);
        place.setMinWidth(MARK_WIDTH);
        return place;
    }

    /** For those who hear the screen. */
    private static String inWords(Row row) {
        var words = new StringJoiner(", ").add(row.name());
        if (row.host()) {
            words.add("host");
        }
        if (row.you()) {
            words.add("you");
        }
        return words.add(row.ready() ? "ready" : "not ready").toString();
    }
}
