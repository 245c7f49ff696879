package dev.muster.demo;

import dev.muster.demo.LobbyPicture.Task;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What the window consists of: who is in, what happens, what is played. Hands on what is clicked. */
final class LobbyPane {
    /** Lines that are kept on the screen; the oldest goes first. */
    private static final int LINES_MAX = 500;

    private static final double GAP = 10;
    private static final double PEOPLE_WIDTH = 230;

    private final LocalSession session;
    private final Label title = new Label(LocalSession.LOBBY_NAME);
    private final VBox people = new VBox(GAP);
    private final ListView<String> story = new ListView<>();
    private final Button start = new Button("Start");
    private final Label obstacle = new Label("Opening the lobby…");
    private final Label prompt = new Label();
    private final TextField answer = new TextField();
    private final HBox taskLine;
    private final VBox root;
    private Optional<Task> task = Optional.empty();

    LobbyPane(LocalSession session) {
        this.session = session;
        this.taskLine = taskLine();
        var middle = new HBox(GAP, peopleColumn(), story);
        HBox.setHgrow(story, Priority.ALWAYS);
        VBox.setVgrow(middle, Priority.ALWAYS);
        this.root = new VBox(GAP, header(), middle, taskLine, startLine(), chatLine());
        root.setPadding(new Insets(2 * GAP));
        root.setStyle("-fx-font-size: 14px;");
    }

    Parent root() {
        return root;
    }

    void draw(LobbyPicture picture) {
        title.setText(picture.name());
        people.getChildren().setAll(picture.people().stream().map(Badges::row).toList());
        start.setText(picture.next().map(next -> "Start '" + next + "'").orElse("Start"));
        start.setDisable(picture.obstacle().isPresent());
        obstacle.setText(picture.obstacle().orElse("Everybody is ready."));
        if (!task.equals(picture.task())) {
            task = picture.task();
            prompt.setText(task.map(one -> "Type back: " + one.prompt()).orElse(""));
            answer.clear();
            taskLine.setVisible(task.isPresent());
            taskLine.setManaged(task.isPresent());
            if (task.isPresent()) {
                answer.requestFocus();
            }
        }
    }

    void tell(String line) {
        if (story.getItems().size() == LINES_MAX) {
            story.getItems().remove(0);
        }
        story.getItems().add(line);
        story.scrollTo(story.getItems().size() - 1);
    }

    private Node header() {
        title.setStyle("-fx-font-size: 24px; -fx-font-weight: bold;");
        var id = new TextField(session.sessionId().toString());
        id.setId("session-id");
        id.setEditable(false);
        id.setFocusTraversable(false);
        id.setStyle("-fx-font-family: monospace;");
        id.setAccessibleText("Session id");
        HBox.setHgrow(id, Priority.ALWAYS);
        var copy = new Button("Copy");
        copy.setId("copy");
        copy.setOnAction(event -> {
            var content = new ClipboardContent();
            content.putString(id.getText());
            boolean copied = Clipboard.getSystemClipboard().setContent(content);
            copy.setText(copied ? "Copied" : "Not copied");
        });
        var idLine = new HBox(GAP, new Label("Session"), id, copy);
        idLine.setAlignment(Pos.CENTER_LEFT);
        return new VBox(GAP / 2, title, idLine);
    }

    private Node peopleColumn() {
        people.setId("people");
        people.setPadding(new Insets(GAP));
        var heading = new Label("Participants");
        heading.setStyle("-fx-font-weight: bold;");
        var column = new VBox(GAP, heading, people);
        column.setMinWidth(PEOPLE_WIDTH);
        story.setId("story");
        story.setFocusTraversable(false);
        return column;
    }

    private HBox taskLine() {
        answer.setId("answer");
        answer.setOnAction(event -> submit());
        HBox.setHgrow(answer, Priority.ALWAYS);
        var submit = new Button("Submit");
        submit.setId("submit");
        submit.setOnAction(event -> submit());
        var line = new HBox(GAP, prompt, answer, submit);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setVisible(false);
        line.setManaged(false);
        return line;
    }

    private void submit() {
        task.ifPresent(one -> session.answer(one.run(), answer.getText()));
    }

    private Node startLine() {
        start.setId("start");
        start.setDisable(true);
        start.setOnAction(event -> session.startRun());
        var line = new HBox(GAP, start, obstacle);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private Node chatLine() {
        var text = new TextField();
        text.setId("chat");
        text.setPromptText("Say something");
        text.setOnAction(event -> {
            if (!text.getText().isBlank()) {
                session.say(text.getText().strip());
                text.clear();
            }
        });
        return text;
    }
}
