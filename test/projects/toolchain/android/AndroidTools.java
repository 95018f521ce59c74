import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.tools.ToolProvider;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/**
 * The tools that are Java programs, in one process, one after another: the second compilation takes a third of the first.
 *
 * <p>Reads a line for each run, TOOL, a blank and a file with its arguments, one a line; answers with a line: its exit
 * code, a blank, and what it said in Base64. With arguments: runs the JUnit classes that they name, and ends.
 */
public final class AndroidTools {
    private static final long TEST_SECONDS = 120;

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            // Robolectric looks for the classes in the class path of the process.
            int code = test(AndroidTools.class.getClassLoader(), List.of(arguments), System.out);
            System.out.flush();
            Runtime.getRuntime().halt(code);
        }
        PrintStream answers = System.out;
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            String[] parts = request.split(" ", 2);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
            int code = run(parts[0], Files.readAllLines(Path.of(parts[1])), out);
            answers.println(code + " " + Base64.getEncoder().encodeToString(said.toByteArray()));
        }
        Runtime.getRuntime().halt(0);
    }

    private static int run(String tool, List<String> arguments, PrintStream out) {
        try {
            return switch (tool) {
                case "kotlinc" -> new K2JVMCompiler().exec(out, arguments.toArray(String[]::new)).getCode();
                case "javac" -> ToolProvider.getSystemJavaCompiler().run(null, out, out, arguments.toArray(String[]::new));
                case "merger" -> merge(arguments, out);
                case "junit" -> testElsewhere(arguments, out);
                default -> throw new IllegalArgumentException("there is no tool " + tool);
            };
        } catch (Throwable failure) {
            failure.printStackTrace(out);
            return 99;
        }
    }

    /** The first argument is the class path of AGP's merger; the rest are its own. */
    private static int merge(List<String> arguments, PrintStream out) throws Exception {
        PrintStream before = System.out;
        PrintStream beforeErrors = System.err;
        System.setOut(out);
        System.setErr(out);
        Thread.currentThread().setContextClassLoader(loaderOf(arguments.get(0), ClassLoader.getPlatformClassLoader()));
        try {
            Class<?> merger = Thread.currentThread().getContextClassLoader().loadClass("com.android.manifmerger.Merger");
            var process = merger.getDeclaredMethod("process", String[].class);
            process.setAccessible(true);
            var constructor = merger.getDeclaredConstructor();
            constructor.setAccessible(true);
            String[] own = arguments.subList(1, arguments.size()).toArray(String[]::new);
            return (int) process.invoke(constructor.newInstance(), (Object) own);
        } catch (InvocationTargetException failure) {
            failure.getCause().printStackTrace(out);
            return 1;
        } finally {
            System.setOut(before);
            System.setErr(beforeErrors);
        }
    }

    /** The first argument is the class path of the tests; the rest name their classes. */
    private static int testElsewhere(List<String> arguments, PrintStream out) throws Exception {
        ClassLoader parent = new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                // JUnit has to be ours, so that it can tell us; all else is the project's own.
                if (name.matches("(org\\.junit|junit|org\\.hamcrest)\\..+")) return AndroidTools.class.getClassLoader().loadClass(name);
                throw new ClassNotFoundException(name);
            }
        };
        try (URLClassLoader loader = loaderOf(arguments.get(0), parent)) {
            FutureTask<Integer> task = new FutureTask<>(() -> test(loader, arguments.subList(1, arguments.size()), out));
            Thread thread = new Thread(task, "tests");
            thread.setContextClassLoader(loader);
            thread.setDaemon(true);
            thread.start();
            return task.get(TEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException failure) {
            out.println("FAILED everything: not at an end after " + TEST_SECONDS + " s");
            return 1;
        } catch (ExecutionException failure) {
            failure.getCause().printStackTrace(out);
            return 1;
        }
    }

    private static URLClassLoader loaderOf(String classPath, ClassLoader parent) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(":")) {
            if (!entry.isEmpty()) urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), parent);
    }

    private static int test(ClassLoader loader, List<String> names, PrintStream out) throws ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) classes.add(Class.forName(name, false, loader));
        JUnitCore core = new JUnitCore();
        core.addListener(new RunListener() {
            private boolean failed;

            @Override
            public void testStarted(Description description) {
                failed = false;
            }

            @Override
            public void testFailure(Failure failure) {
                failed = true;
                StringWriter trace = new StringWriter();
                failure.getException().printStackTrace(new PrintWriter(trace));
                String lines = String.join("\n", trace.toString().lines().limit(20).toList());
                out.println("FAILED " + failure.getDescription().getDisplayName() + "\n" + lines);
            }

            @Override
            public void testFinished(Description description) {
                if (!failed) out.println("passed " + description.getDisplayName());
            }

            @Override
            public void testIgnored(Description description) {
                out.println("ignored " + description.getDisplayName());
            }
        });
        var result = core.run(classes.toArray(Class[]::new));
        out.println(result.getRunCount() + " tests, " + result.getFailureCount() + " failed, " + result.getRunTime() + " ms");
        return result.wasSuccessful() && result.getRunCount() > 0 ? 0 : 1;
    }
}
