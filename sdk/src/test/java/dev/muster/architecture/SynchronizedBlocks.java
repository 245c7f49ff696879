package dev.muster.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds {@code synchronized} blocks in source files, because bytecode tools do not report them. */
final class SynchronizedBlocks {
    private SynchronizedBlocks() {}

    /** Every block below {@code folder} as {@code file:line}; a folder that does not exist has none. */
    static List<String> below(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        List<Path> sources;
        try (Stream<Path> files = Files.walk(folder)) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        return sources.isEmpty() ? List.of() : in(sources);
    }

    private static List<String> in(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
            var trees = Trees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void visitSynchronized(SynchronizedTree block, Void nothing) {
                        long start = trees.getSourcePositions().getStartPosition(unit, block);
                        String file = Path.of(unit.getSourceFile().toUri())
                                .getFileName()
                                .toString();
                        found.add(file + ":" + unit.getLineMap().getLineNumber(start));
                        return super.visitSynchronized(block, null);
                    }
                }.scan(unit, null);
            }
        }
        return found;
    }
}
